import { expect, test } from 'vitest'
import type { ShownEvent } from '@/features/events/local'
import { mayAddTo, sameNearby } from '@/features/report/nearby'

const NOW = new Date(2026, 10, 21, 15).getTime()
const HERE = { lon: 111.2865, lat: 30.6919 }
const METRE = 1 / 111_195

const event = (id: string, more: object = {}): ShownEvent =>
  ({
    id,
    category: { id: 7 },
    state: 'REPORTED',
    reported_at: new Date(2026, 10, 21, 9).toISOString(),
    ...HERE,
    ...more,
  }) as ShownEvent

const found = (...events: ShownEvent[]): [string, number][] =>
  sameNearby(events, 7, HERE, NOW).map((near) => [near.event.id, Math.round(near.metres)])

test('the same kind within fifty metres today, nearest first', () => {
  const near = event('near', { lat: HERE.lat + 10 * METRE })
  const edge = event('edge', { lat: HERE.lat + 49 * METRE })

  expect(found(edge, near, event('out', { lat: HERE.lat + 51 * METRE }))).toEqual([
    ['near', 10],
    ['edge', 49],
  ])
})

test('another kind, yesterday’s, or one that has ended is not the same', () => {
  const yesterday = new Date(2026, 10, 20, 23).toISOString()

  expect(
    found(
      event('kind', { category: { id: 8 } }),
      event('old', { reported_at: yesterday }),
      event('ended', { state: 'CLOSED' }),
    ),
  ).toEqual([])
})

test('without a kind or a place nothing can be told', () => {
  expect(sameNearby([event('a')], null, HERE, NOW)).toEqual([])
  expect(sameNearby([event('a')], 7, null, NOW)).toEqual([])
})

test('words are added only where the server lets this worker', () => {
  const near = { event: event('a', { moves: [{ verb: 'comment' }] }), metres: 1 }

  expect(mayAddTo(near)).toBe(true)
  expect(mayAddTo({ ...near, event: event('b') })).toBe(false)
})
