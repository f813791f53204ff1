import { listRegistry, type RegistryFilters, type RoomRow } from '@/data/registry'
import type { Page } from '@/data/types'
import { doorName } from '@/features/registry/words'

const PAGE = 100
const PAGES_AT_MOST = 20

/** The rooms of a grid are few: all are asked for once and looked through here, by any part of what is on the door. */
export async function allRooms(filters: RegistryFilters): Promise<RoomRow[]> {
  const rooms: RoomRow[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_AT_MOST; page += 1) {
    const found: Page<RoomRow> = await listRegistry('rooms', { ...filters, cursor, limit: PAGE })
    rooms.push(...found.rows)
    cursor = found.next
    if (cursor === null) break
  }
  return rooms
}

/** Every word must be found; a door with just this number comes first. */
export function matching(rooms: RoomRow[], told: string): RoomRow[] {
  const words = told.normalize('NFKC').trim().split(/\s+/)
  const found = rooms.filter((room) => words.every((word) => whole(room).includes(word)))
  const rank = ({ number }: RoomRow): number =>
    words.includes(number) ? 0 : words.some((word) => number.startsWith(word)) ? 1 : 2
  return found.sort((a, b) => rank(a) - rank(b))
}

const whole = (room: RoomRow): string =>
  `${room.address} ${doorName(room)} ${room.plate_code ?? ''}`
