import type { ShownEvent } from '@/features/events/local'

const NEAR_METRES = 50
const SHOWN = 3
const EARTH_METRES = 6_371_000
const ENDED = new Set(['CLOSED', 'REFUSED', 'NOT_FILED', 'VOID', 'MERGED'])

interface Spot {
  lon: number
  lat: number
}

export interface Near {
  event: ShownEvent
  metres: number
}

/** Open matters of the same kind reported today within 50 metres, nearest first. */
export function sameNearby(
  events: ShownEvent[],
  category: number | null,
  spot: Spot | null,
  now: number,
): Near[] {
  if (category === null || !spot) return []
  return events
    .filter((event) => event.category.id === category && !ENDED.has(event.state))
    .filter(({ reported_at }) => isSameDay(new Date(reported_at), new Date(now)))
    .map((event) => ({ event, metres: metresBetween(event, spot) }))
    .filter(({ metres }) => metres <= NEAR_METRES)
    .sort((a, b) => a.metres - b.metres || newestFirst(a.event, b.event))
    .slice(0, SHOWN)
}

const newestFirst = (a: ShownEvent, b: ShownEvent): number =>
  b.reported_at.localeCompare(a.reported_at)

const isSameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString()

/** Flat is exact enough for fifty metres. */
function metresBetween(a: Spot, b: Spot): number {
  const rad = Math.PI / 180
  const x = (a.lon - b.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad)
  return Math.hypot(x, (a.lat - b.lat) * rad) * EARTH_METRES
}

/** Whether this worker may add to it now, as the server has told. */
export const mayAddTo = ({ event }: Near): boolean =>
  ('moves' in event ? (event.moves as { verb: string }[]) : []).some(
    ({ verb }) => verb === 'comment',
  )
