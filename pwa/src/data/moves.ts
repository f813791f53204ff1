import type { Choice, Move, Need, NeedKind } from '@/data/types'

/** Where the phone is, as it says; metres. */
interface Fix {
  lon: number
  lat: number
  crs: 'WGS84'
  accuracy: number
}

/** What a form holds for one need; photos, units: ids. */
export type Value = string | number | boolean | (string | number)[] | Fix | null
export type Values = Record<string, Value>

const MANY = new Set<NeedKind>(['photos', 'units'])

const ASKING: Record<NeedKind, string> = {
  text: '请填写',
  photos: '请拍照或选择照片：',
  unit: '请选择',
  units: '请选择',
  until: '请选择',
  condition: '请选择',
  event: '请选择',
  spot: '请选择',
  choice: '请选择',
  score: '请选择',
  bool: '请选择',
}

export function blank(needs: Need[]): Values {
  return Object.fromEntries(needs.map((need) => [need.name, MANY.has(need.kind) ? [] : null]))
}

export function isEmpty(value: Value | undefined): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

/** One sentence for each need that is not met yet, keyed by its name. */
export function problems(
  needs: Need[],
  values: Values,
  now: Date = new Date(),
): Record<string, string> {
  const found = needs.flatMap((need): [string, string][] => {
    const value = values[need.name]
    if (isEmpty(value)) return need.required ? [[need.name, ASKING[need.kind] + need.label]] : []
    if (need.kind === 'until' && typeof value === 'string' && new Date(value) <= now)
      return [[need.name, `${need.label}要晚于现在`]]
    return []
  })
  return Object.fromEntries(found)
}

/** What is sent: nothing that was left empty. */
export function payload(needs: Need[], values: Values): Values {
  const filled = needs.flatMap((need): [string, Value][] => {
    const value = values[need.name] ?? null
    if (isEmpty(value)) return []
    return [[need.name, typeof value === 'string' ? value.trim() : value]]
  })
  return Object.fromEntries(filled)
}

/** What may be chosen for a need, whatever its kind calls it. */
export function choicesOf({
  kind,
  choices = [],
}: Need): (Omit<Choice, 'value'> & { value: Value })[] {
  if (kind === 'bool')
    return [
      { value: true, label: '是' },
      { value: false, label: '否' },
    ]
  if (kind === 'score')
    return [1, 2, 3, 4, 5].map((score) => ({ value: score, label: `${score}分` }))
  return choices.map(([value = '', label = value]) => ({ value, label }))
}

const IN_REACH = 2

/** At most two moves lie under the thumb; the rest follow, the grave ones last. */
export function arrange(moves: Move[]): { bar: Move[]; others: Move[] } {
  const primary = moves.filter((move) => move.primary).slice(0, IN_REACH)
  const bar = primary.length ? primary : moves.length === 1 ? moves : []
  const others = moves.filter((move) => !bar.includes(move))
  return { bar, others: [...others].sort((a, b) => Number(a.danger) - Number(b.danger)) }
}
