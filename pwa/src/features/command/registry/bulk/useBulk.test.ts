import fc from 'fast-check'
import { expect, test } from 'vitest'
import { offline, Refusal } from '@/data/refusal'
import type { AnyDetail, AnyRow, detailOf, tell } from '@/data/registryDesk'
import { inScope } from '@/features/command/inScope'
import { bulkDeedsOf, type BulkDeed } from '@/features/command/registry/bulk/bulkDeeds'
import { useBulk } from '@/features/command/registry/bulk/useBulk'

const deedOf = (kind: 'people' | 'rooms', key: string): BulkDeed => {
  const deed = bulkDeedsOf(kind, Date.parse('2026-05-01')).find((one) => one.key === key)
  if (!deed) throw new Error(key)
  return deed
}
const room = (id: number, hazard = '00'): AnyRow =>
  ({ id: `r${id}`, version: 1, hazard, rented: false }) as unknown as AnyRow
const rooms = (many: number) => Array.from({ length: many }, (_, n) => room(n))
const HAZARD = deedOf('rooms', 'correct hazard')
const VALUES = { hazard: '01', source: 'DOOR' }

type Answer = Refusal | null

/** A server that answers each row as it is told to, once per command id. */
function town(answers: (id: string, times: number) => Answer = () => null) {
  const told: { id: string; verb: string; body: Record<string, unknown>; command: string }[] = []
  const asked = new Map<string, number>()
  const send = ((
    to: { id: string; verb: string },
    body: Record<string, unknown>,
    command: string,
  ) => {
    const times = (asked.get(to.id) ?? 0) + 1
    asked.set(to.id, times)
    told.push({ ...to, body, command })
    const answer = answers(to.id, times)
    return answer ? Promise.reject(answer) : Promise.resolve({ id: to.id, version: 2 })
  }) as unknown as typeof tell
  const read = ((_: string, id: string) =>
    Promise.resolve({ ...room(0), id, version: 7 } as unknown as AnyDetail)) as typeof detailOf
  return { told, doors: { tell: send, detailOf: read } }
}

test('each row has one command of its own; what is so already is left alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 60 }), async (already) => {
      const { told, doors } = town()
      const rows = already.map((is, n) => room(n, is ? '01' : '00'))
      const bulk = inScope(() => useBulk('rooms', rows, doors))
      await bulk.start(HAZARD, VALUES)
      const many = already.filter(Boolean).length
      expect(bulk.counts.value).toMatchObject({
        waiting: 0,
        unchanged: many,
        done: already.length - many,
      })
      expect(new Set(told.map(({ command }) => command)).size).toBe(already.length - many)
      for (const { body } of told) expect(body).toEqual({ ...VALUES, version: 1 })
    }),
    { numRuns: 25 },
  )
})

test('a refused row keeps its reason, the others go on; tried again it is read anew', async () => {
  const why = new Refusal('moved_on', '资料刚被修改过')
  const { told, doors } = town((id, times) => (id === 'r1' && times === 1 ? why : null))
  const bulk = inScope(() => useBulk('rooms', rooms(4), doors))
  await bulk.start(HAZARD, VALUES)
  expect(bulk.counts.value).toEqual({ waiting: 0, done: 3, unchanged: 0, refused: 1 })
  expect(bulk.items[1]).toMatchObject({ state: 'refused', why: '资料刚被修改过' })

  await bulk.retry()
  expect(bulk.counts.value).toMatchObject({ done: 4, refused: 0 })
  const [first, second] = told.filter(({ id }) => id === 'r1')
  expect(second?.body.version).toBe(7)
  expect(second?.command).not.toBe(first?.command)
  expect(told).toHaveLength(5)
})

test('without a line it halts; going on asks again under the same id, and nothing twice', async () => {
  let isDown = true
  const { told, doors } = town((id) => (isDown && id === 'r5' ? offline() : null))
  const bulk = inScope(() => useBulk('rooms', rooms(20), doors))
  await bulk.start(HAZARD, VALUES)
  expect(bulk.halt.value?.code).toBe('offline')
  expect(bulk.isRunning.value).toBe(false)
  expect(bulk.counts.value.waiting).toBeGreaterThan(10)

  isDown = false
  await bulk.run()
  expect(bulk.counts.value).toMatchObject({ done: 20, waiting: 0 })
  const lost = told.filter(({ id }) => id === 'r5')
  expect(new Set(lost.map(({ command }) => command)).size).toBe(1)
  expect(new Set(told.map(({ id }) => id)).size).toBe(20)
})

test('a server that breaks on one row is not asked for the rest before somebody has looked', async () => {
  const { doors } = town((id) => (id === 'r0' ? new Refusal('broken', '系统暂时出错') : null))
  const bulk = inScope(() => useBulk('rooms', rooms(20), doors))
  await bulk.start(HAZARD, VALUES)
  expect(bulk.counts.value.waiting).toBeGreaterThan(0)
  await bulk.run()
  expect(bulk.counts.value).toMatchObject({ done: 19, refused: 1, waiting: 0 })
})

test('stopped, it leaves the rest; the same rows again change nothing', async () => {
  const { told, doors } = town((id) => {
    if (id === 'r3') bulk.stop()
    return null
  })
  const bulk = inScope(() => useBulk('rooms', rooms(30), doors))
  await bulk.start(HAZARD, VALUES)
  expect(bulk.counts.value.waiting).toBeGreaterThan(20)
  const before = told.length

  const done = rooms(30).map((row) => ({ ...row, hazard: '01' }))
  const again = inScope(() => useBulk('rooms', done, doors))
  await again.start(HAZARD, VALUES)
  expect(again.counts.value.unchanged).toBe(30)
  expect(told).toHaveLength(before)
})

const person = (id: string, roles: string[]): AnyRow =>
  ({ id, version: 3, roles }) as unknown as AnyRow

test('a kind is ended only of those who have it, by the row it stands in', async () => {
  const { told, doors } = town()
  const page = {
    ...person('p1', []),
    roles: [
      { id: 'old', kind: 'VETERAN', to_on: '2020-01-01' },
      { id: 'now', kind: 'VETERAN', to_on: null },
    ],
  } as unknown as AnyDetail
  const ask = { ...doors, detailOf: (() => Promise.resolve(page)) as unknown as typeof detailOf }
  const rows = [person('p1', ['VETERAN']), person('p2', ['DISABLED'])]
  const bulk = inScope(() => useBulk('people', rows, ask))
  await bulk.start(deedOf('people', 'end_role'), { kind: 'VETERAN', to_on: '2026-05-01' })
  expect(bulk.counts.value).toMatchObject({ done: 1, unchanged: 1 })
  expect(told.map(({ verb, body }) => [verb, body.role])).toEqual([['end_role', 'now']])
})

test('everything gone through is told of each row whole', async () => {
  const { told, doors } = town()
  const bulk = inScope(() => useBulk('people', [person('p1', [])], doors))
  await bulk.start(deedOf('people', 'confirm'), { source: 'RESIDENT' })
  expect(told[0]).toMatchObject({
    verb: 'correct',
    body: { whole: true, source: 'RESIDENT', version: 3 },
  })
})
