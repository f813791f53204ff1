import { listBuildings, type BuildingRow } from '@/data/registry'
import type { Page } from '@/data/types'

const PAGE = 100
const PAGES_AT_MOST = 20

/** The buildings one may see, for whoever holds no grid on the phone. */
export async function allBuildings(): Promise<BuildingRow[]> {
  const rows: BuildingRow[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_AT_MOST; page += 1) {
    const found: Page<BuildingRow> = await listBuildings(cursor, PAGE)
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
