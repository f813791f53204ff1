interface Ask {
  name: string
  label: string
  list?: string
  day?: boolean
}

export interface RoleTold {
  kind: string
  from_on: string
  more: Record<string, string>
}

const NOTE: Ask = { name: 'note', label: '备注' }

/** What a service needs to know beside the kind itself. */
const ASKS: Record<string, Ask[]> = {
  FLOATING: [
    { name: 'inflow', label: '流入原因', list: 'INFLOW' },
    { name: 'lodging', label: '住所类型', list: 'LODGING' },
    { name: 'permit', label: '办证类型', list: 'PERMIT' },
    { name: 'due_on', label: '证件到期', day: true },
  ],
  PREGNANT: [{ name: 'due_on', label: '预产期', day: true }],
  DISABLED: [{ name: 'grade', label: '残疾等级', list: 'DISABILITY' }],
  HARDSHIP: [{ name: 'grade', label: '困难类型', list: 'HARDSHIP' }],
  LEFT_BEHIND: [{ name: 'grade', label: '留守类型', list: 'LEFT_BEHIND' }],
  LIVING_ALONE: [{ name: 'grade', label: '健康状况', list: 'HEALTH' }],
}

export const asksOf = (kind: string): Ask[] => (kind ? [...(ASKS[kind] ?? []), NOTE] : [])

/** Only what the chosen kind asks for: what was filled for another kind before is left behind. */
export function roleBody({ kind, from_on, more }: RoleTold): Record<string, string> {
  const told = asksOf(kind).flatMap(({ name }): [string, string][] => {
    const value = (more[name] ?? '').trim()
    return value ? [[name, value]] : []
  })
  return { kind, ...(from_on && { from_on }), ...Object.fromEntries(told) }
}
