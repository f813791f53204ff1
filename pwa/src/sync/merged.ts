import { keepNote, note, type Outbox, type Settled } from '@/sync/db'
import { rowOf } from '@/sync/ids'

const DAY = 86_400_000
const WEEK = 7 * DAY
/** More than anybody reads, and few enough to open at every look. */
const MOST = 20
const SEEN = 'merged_seen'

/** What the server put together with somebody else's change within a week, newest first (S-48). */
export const mergedLately = (box: Outbox, now: number): Promise<Settled[]> =>
  mergedAfter(box, now - WEEK, () => true)

/** Of one row, for a day, unless its worker has looked through the list since. */
export async function mergedHere(box: Outbox, id: string, now: number): Promise<Settled[]> {
  const after = Math.max(now - DAY, await note(box, SEEN, 0))
  return mergedAfter(box, after, (one) => rowOf(one) === id)
}

/** The worker has the list before them. */
export const seeMerged = (box: Outbox, now: number): Promise<string> => keepNote(box, SEEN, now)

const mergedAfter = (
  box: Outbox,
  after: number,
  isWanted: (one: Settled) => boolean,
): Promise<Settled[]> =>
  box.journal
    .where('settled_at')
    .above(after)
    .reverse()
    .filter((one) => isWanted(one) && one.outcome.status === 'merged')
    .limit(MOST)
    .toArray()
