import { expect, test } from 'vitest'
import { dueOf, housesOf, spotsOf, type Rows } from '@/features/patrol/scene'
import type { Row } from '@/sync/view'

const TODAY = '2026-03-09'
const row = (kind: string, id: string, body: Row['body']): Row => ({
  kind,
  id,
  rev: 1,
  scope: 'grid:1',
  body: { lon: 111, lat: 30, ...body },
  waiting: [],
})
const planned = (next_on: string | null) => [{ at: '2026-03-01T08:00:00+08:00', next_on }]
const house = (id: string, next_on: string | null): Row =>
  row('room', id, {
    building: { id: 'b', name: '3栋' },
    unit: '',
    number: id,
    visits: planned(next_on),
  })

const person = (id: string, more: object): Row =>
  row('person', id, { room: { id: '101' }, visits: planned('2026-03-10'), ...more })

const NOTHING: Rows = {
  buildings: [row('building', 'b', { name: '3栋', address: '一街' })],
  rooms: [],
  people: [],
  organisations: [],
  parts: [],
  events: [],
}

test('a visit is due by what the newest one planned', () => {
  expect(dueOf([], TODAY)).toBe('none')
  expect(dueOf(planned(null), TODAY)).toBe('done')
  expect(dueOf(planned('2026-03-08'), TODAY)).toBe('late')
  expect(dueOf(planned('2026-03-09'), TODAY)).toBe('soon')
  expect(dueOf(planned('2026-03-16'), TODAY)).toBe('soon')
  expect(dueOf(planned('2026-03-17'), TODAY)).toBe('done')
})

test('a building says in a word what is most urgent in it, and its houses come in that order', () => {
  const rows = { ...NOTHING, rooms: [house('101', null), house('102', '2026-03-01')] }
  const houses = housesOf(rows, TODAY)

  const [spot] = spotsOf(rows, houses)

  expect(houses.get('b')?.map(({ id }) => id)).toEqual(['102', '101'])
  expect([spot?.mark, spot?.due, spot?.below]).toEqual(['超1', 'late', '2套房屋，走访超期1套'])
})

test('whoever lives there counts for the house, whoever has left does not', () => {
  const living = { ...NOTHING, rooms: [house('101', null)], people: [person('p', {})] }
  const left = { ...living, people: [person('p', { left_on: '2026-03-02' })] }

  expect(housesOf(living, TODAY).get('b')?.[0]?.due).toBe('soon')
  expect(housesOf(left, TODAY).get('b')?.[0]?.due).toBe('done')
})

test('what is over or has no place is not on the map', () => {
  const rows = {
    ...NOTHING,
    buildings: [],
    events: [row('event', 'e1', { state: 'CLOSED' }), row('event', 'e2', { state: 'ACCEPTED' })],
    organisations: [row('organisation', 'o1', { closed_on: '2026-01-01', name: '店' })],
    parts: [row('part', 't1', { lon: null, lat: null, name: '井盖' })],
  }

  expect(spotsOf(rows, new Map()).map(({ to }) => to)).toEqual(['/events/e2'])
})
