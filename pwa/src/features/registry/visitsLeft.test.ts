import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { localDay } from '@/data/citizen'
import { visitsLeft } from '@/features/registry/visitsLeft'
import { endPhone, held, testPhone } from '@/features/registry/testPhone'

const NOW = Date.parse('2026-03-10T04:00:00Z')
const DAY = 86_400_000
const plan = (days: number) => [
  { at: '2026-03-01T00:00:00Z', next_on: localDay(new Date(NOW + days * DAY)) },
]

afterEach(endPhone)

test('visits of people, houses and organisations are counted together, and the list with most of them is opened', async () => {
  const { one } = await testPhone()
  await one.replica.rows.bulkPut([
    held('person', 'p1', { visits: plan(-2) }),
    held('room', 'r1', { visits: plan(0) }),
    held('room', 'r2', { visits: plan(3) }),
    held('room', 'r3', { visits: plan(4) }),
    held('organisation', 'o1', { visits: [] }),
  ])

  expect(await visitsLeft(one, NOW)).toEqual({
    kind: 'rooms',
    left: 3,
    late: 1,
    of: { people: 1, rooms: 2, organisations: 0 },
  })
})

test('nobody is sent to who moved away, and a later visit takes the place of a promise', async () => {
  const { one } = await testPhone()
  const seen = [{ at: '2026-03-05T00:00:00Z', next_on: null }, ...plan(-5)]
  await one.replica.rows.bulkPut([
    held('person', 'p1', { visits: plan(-2), left_on: '2026-03-02' }),
    held('person', 'p2', { visits: seen }),
  ])

  expect(await visitsLeft(one, NOW)).toMatchObject({ kind: 'people', left: 0, late: 0 })
})

test('a grid of many is counted whole', async () => {
  const { one } = await testPhone()
  const many = Array.from({ length: 173 }, (_, n) => held('person', `p${n}`, { visits: plan(1) }))
  await one.replica.rows.bulkPut(many)

  expect(await visitsLeft(one, NOW)).toMatchObject({ left: 173, late: 0 })
})
