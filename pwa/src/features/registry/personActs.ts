import type { Shown } from '@/features/registry/here'
import { textOf } from '@/sync/mark'
import type { IconName } from '@/ui/Icon.vue'

export const OPENED = ['visit', 'role', 'family', 'move', 'leave', 'document', 'phone'] as const
export type PersonSheet = (typeof OPENED)[number]

interface Act {
  key: string
  label: string
  danger?: boolean
}

interface Quick extends Act {
  icon: IconName
}

interface Offered {
  quick: Quick[]
  acts: Act[]
  others: Act[]
}

/** A number that was typed on this phone and still waits to be sent: one's own words, which nobody need reveal. */
export const typedPhone = ({ id, unsent = [] }: Shown<'people'>): string =>
  unsent
    .filter((one) => one.kind === 'person.add' || (one.kind === 'person.correct' && one.row === id))
    .map(({ data }) => textOf(data.phone).trim())
    .findLast((phone) => phone !== '') ?? ''

function callOf(person: Shown<'people'>): Quick[] {
  const key = typedPhone(person) ? 'dial' : person.may.includes('reveal') && person.phone && 'phone'
  return key ? [{ key, label: '打电话', icon: 'call' }] : []
}

/** What the server lets this one do with this person, the usual under the thumb. */
export function personActs(person: Shown<'people'> | null): Offered {
  const may = new Set(person?.may)
  const call = person ? callOf(person) : []
  if (may.has('come_back'))
    return { quick: call, acts: [{ key: 'come_back', label: '恢复登记' }], others: [] }
  if (!may.has('correct')) return { quick: call, acts: [], others: [] }
  return {
    quick: [
      ...call,
      { key: 'edit', label: '修改', icon: 'edit' },
      { key: 'role', label: '加类别', icon: 'plus' },
      { key: 'family', label: '家庭', icon: 'people' },
    ],
    acts: [
      { key: 'visit', label: '走访记录' },
      { key: 'confirm', label: '全部核实无误' },
    ],
    others: [
      { key: 'move', label: '搬到另一处' },
      { key: 'leave', label: '迁出或去世', danger: true },
    ],
  }
}
