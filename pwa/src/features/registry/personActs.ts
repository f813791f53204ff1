import type { PersonDetail } from '@/data/registry'

export const OPENED = ['visit', 'role', 'family', 'move', 'leave', 'document', 'phone'] as const
export type PersonSheet = (typeof OPENED)[number]

interface Act {
  key: string
  label: string
  danger?: boolean
}

/** What the server lets this one do with this person, the usual under the thumb. */
export function personActs(person: PersonDetail | null): { acts: Act[]; others: Act[] } {
  const may = new Set(person?.may)
  if (may.has('come_back')) return { acts: [{ key: 'come_back', label: '恢复登记' }], others: [] }
  if (!may.has('correct')) return { acts: [], others: [] }
  return {
    acts: [
      { key: 'visit', label: '走访记录' },
      { key: 'edit', label: '修改' },
    ],
    others: [
      { key: 'confirm', label: '核实无误' },
      { key: 'role', label: '添加类别' },
      { key: 'family', label: '与户主关系' },
      { key: 'move', label: '搬到另一处' },
      { key: 'leave', label: '迁出或去世', danger: true },
    ],
  }
}
