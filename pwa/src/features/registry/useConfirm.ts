import { shallowRef } from 'vue'
import type { RegistryKind, RoomDetail } from '@/data/registry'
import { actOnce } from '@/features/registry/actOnce'

interface Looked {
  kind: RegistryKind
  id: string
  version: number
}

/** A house with everybody in it, as it was read at the door. */
export const houseOf = (room: RoomDetail): Looked[] => [
  { kind: 'rooms', id: room.id, version: room.version },
  ...room.people.map(({ id, version }): Looked => ({ kind: 'people', id, version })),
]

/** Says of each row that all of it still holds; after a gap in the line it goes on where it stopped. */
export function useConfirm() {
  const done = new Set<string>()
  const busy = shallowRef(false)

  async function confirm(rows: Looked[]): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      for (const { kind, id, version } of rows.filter((row) => !done.has(row.id))) {
        await actOnce(kind, id, 'correct', { whole: true, version, source: 'DOOR' })
        done.add(id)
      }
      done.clear()
      return true
    } finally {
      busy.value = false
    }
  }

  return { busy, confirm }
}
