import { localDay } from '@/data/citizen'
import type { RegistryKind, Visit } from '@/data/registry'
import { isDue, nextVisitOn } from '@/features/registry/due'
import { isThere, SUBJECTS } from '@/features/registry/here'
import type { SyncPhone } from '@/sync/phone'
import { listOf } from '@/sync/mark'
import type { Row } from '@/sync/view'

export interface VisitsLeft {
  /** Due now or within days, as the lists of the register count them. */
  left: number
  /** Of them, those whose day has passed. */
  late: number
  /** How many are in each list. */
  of: Record<RegistryKind, number>
  /** The list with most of them. */
  kind: RegistryKind
}

interface Counted {
  kind: RegistryKind
  left: number
  late: number
}

const KINDS = ['people', 'rooms', 'organisations'] as const
/** Rows opened at a time: opening all of a grid at once would hold up a finger on a slow phone. */
const AT_ONCE = 50

/** People, houses and organisations of my grids who are to be visited now. */
export async function visitsLeft(one: SyncPhone, now: number): Promise<VisitsLeft> {
  const counts: Counted[] = []
  for (const kind of KINDS) {
    await openInPieces(one, SUBJECTS[kind])
    counts.push(countOf(kind, await one.rows(SUBJECTS[kind]), now))
  }
  return {
    kind: counts.reduce((most, next) => (next.left > most.left ? next : most)).kind,
    left: counts.reduce((sum, { left }) => sum + left, 0),
    late: counts.reduce((sum, { late }) => sum + late, 0),
    of: Object.fromEntries(counts.map(({ kind, left }) => [kind, left])) as VisitsLeft['of'],
  }
}

function countOf(kind: RegistryKind, rows: Row[], now: number): Counted {
  const next = rows.filter(isThere).map(({ body }) => nextVisitOn(visitsOf(body)))
  const due = next.filter((day) => isDue(day, now))
  const today = localDay(new Date(now))
  return { kind, left: due.length, late: due.filter((day) => day < today).length }
}

const visitsOf = ({ visits }: Row['body']): Visit[] => listOf(visits) as unknown as Visit[]

/** What was opened once is remembered, so that reading all of them is quick afterwards. */
async function openInPieces({ replica }: SyncPhone, kind: string): Promise<void> {
  const keys = await replica.rows.where('kind').equals(kind).primaryKeys()
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    await replica.rows.bulkGet(keys.slice(from, from + AT_ONCE))
    await new Promise((done) => setTimeout(done))
  }
}
