import {
  listBuildings,
  listRegistry,
  type BuildingRow,
  type RegistryFilters,
  type RoomRow,
} from '@/data/registry'
import type { Page } from '@/data/types'
import { doorName } from '@/features/registry/words'

const PAGE = 100
const PAGES_AT_MOST = 20

/** The rooms of a grid are few: all are asked for once and looked through here, by any part of what is on the door. */
export const allRooms = (filters: RegistryFilters): Promise<RoomRow[]> =>
  all((cursor) => listRegistry('rooms', { ...filters, cursor, limit: PAGE }))

export const allBuildings = (): Promise<BuildingRow[]> =>
  all((cursor) => listBuildings(cursor, PAGE))

async function all<T>(ask: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_AT_MOST; page += 1) {
    const found: Page<T> = await ask(cursor)
    rows.push(...found.rows)
    cursor = found.next
    if (cursor === null) break
  }
  return rows
}

const wordsOf = (told: string): string[] => told.normalize('NFKC').trim().split(/\s+/)

/** Every word must be found in its name or address. */
export const buildingsMatching = (buildings: BuildingRow[], told: string): BuildingRow[] =>
  buildings.filter(({ name, address }) =>
    wordsOf(told).every((word) => `${name} ${address}`.normalize('NFKC').includes(word)),
  )

/** Every word must be found; a door with just this number comes first. */
export function matching(rooms: RoomRow[], told: string): RoomRow[] {
  const words = wordsOf(told)
  const found = rooms.filter((room) => words.every((word) => whole(room).includes(word)))
  const rank = ({ number }: RoomRow): number =>
    words.includes(number) ? 0 : words.some((word) => number.startsWith(word)) ? 1 : 2
  return found.sort((a, b) => rank(a) - rank(b))
}

const whole = (room: RoomRow): string =>
  `${room.address} ${doorName(room)} ${room.plate_code ?? ''}`
