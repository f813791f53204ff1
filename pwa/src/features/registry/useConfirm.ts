import { shallowRef } from 'vue'
import type { RoomDetail } from '@/data/registry'
import { actOnce } from '@/features/registry/actOnce'
import { worst, type Act, type How } from '@/features/registry/later'
import { doorName } from '@/features/registry/words'

interface Looked {
  kind: 'person' | 'room' | 'organisation'
  id: string
  name: string
  /** Where a person lives. */
  home?: string
}

/** A house with everybody in it, as it was seen at the door. */
export const houseOf = (room: RoomDetail): Looked[] => [
  { kind: 'room', id: room.id, name: doorName(room) },
  ...room.people.map(({ id, name }): Looked => ({ kind: 'person', id, name, home: room.id })),
]

const confirmation = ({ kind, id, name, home }: Looked): Act => ({
  kind: `${kind}.correct`,
  title: `核实无误：${name}`,
  row: id,
  data: { whole: true, source: 'DOOR' },
  shown: home ? { home } : {},
})

/** Says of each row that all of it still holds; what was refused half-way goes on where it stopped. */
export function useConfirm() {
  const done = new Set<string>()
  const busy = shallowRef(false)

  /** null while another one is under way. */
  async function confirm(rows: Looked[]): Promise<How | null> {
    if (busy.value) return null
    busy.value = true
    try {
      const left = rows.filter(({ id }) => !done.has(id))
      const told = await Promise.all(left.map((row) => once(row)))
      done.clear()
      return worst(...told)
    } finally {
      busy.value = false
    }
  }

  async function once(row: Looked) {
    const told = await actOnce(confirmation(row))
    done.add(row.id)
    return told
  }

  return { busy, confirm }
}
