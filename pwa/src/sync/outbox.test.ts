// @vitest-environment node
import { expect, test } from 'vitest'
import { reactive } from 'vue'
import type { Waiting } from '@/sync/db'
import { dueOf, save, settle } from '@/sync/outbox'
import { alone } from '@/sync/proof/tab'
import type { Outcome } from '@/sync/wire'

const NOW = 1_800_000_000_000

const one = (id: string, seq: number, more: Partial<Waiting> = {}): Waiting =>
  ({ id, seq, row: null, needs: [], next_at: 0, parked: false, ...more }) as Waiting

const dueAt =
  (now: number) =>
  ({ next_at: next }: Waiting): boolean =>
    next <= now

const ids = (some: Waiting[]): string[] => some.map(({ id }) => id)

const outcome = (id: string, status: Outcome['status'], at = '2026-01-01'): Outcome => ({
  id,
  status,
  code: '',
  message: '',
  fields: {},
  answer: null,
  at,
})

const report = (id: string) => ({ id, kind: 'event.report', title: id, data: {} })

test('a row waits for its own earlier commands and for nobody else’s', () => {
  const waiting = [
    one('late', 1, { row: 'a', next_at: NOW + 1 }),
    one('behind', 2, { row: 'a' }),
    one('free', 3, { row: 'b' }),
    one('needy', 4, { row: 'c', needs: ['behind'] }),
  ]

  expect(ids(dueOf(waiting, dueAt(NOW), 50))).toEqual(['free'])
  expect(ids(dueOf(waiting, dueAt(NOW + 1), 50))).toEqual(['late', 'behind', 'free', 'needy'])
})

test('what is said of a new row goes after what makes it, in one batch or the next', () => {
  const waiting = [one('new', 1), one('more', 2, { row: 'new' })]

  expect(ids(dueOf(waiting, dueAt(NOW), 1))).toEqual(['new'])
  expect(
    ids(
      dueOf([one('new', 1, { next_at: NOW + 1 }), one('more', 2, { row: 'new' })], dueAt(NOW), 9),
    ),
  ).toEqual([])
})

test('a parked command keeps nobody waiting: the server has it', () => {
  const waiting = [
    one('parked', 1, { row: 'a', parked: true, next_at: NOW + 1 }),
    one('next', 2, { row: 'a' }),
  ]

  expect(ids(dueOf(waiting, dueAt(NOW), 50))).toEqual(['next'])
})

test('the same command saved twice waits once', async () => {
  const { box } = alone().tab.ctx

  await save(box, report('c1'), [], NOW)
  await save(box, report('c1'), [], NOW)

  expect(await box.commands.count()).toBe(1)
})

test('what a form holds is stored as plain values', async () => {
  const { box } = alone().tab.ctx
  const form = reactive({ note: '已清理', after: ['p1'] })

  await save(box, { ...report('c1'), data: { ...form } }, [], NOW)

  expect((await box.commands.get('c1'))?.data).toEqual({ note: '已清理', after: ['p1'] })
})

test('an outcome told twice, and then an older one, changes nothing', async () => {
  const { box } = alone().tab.ctx
  await save(box, report('c1'), [], NOW)

  for (const told of [
    outcome('c1', 'held', '2026-01-02'),
    outcome('c1', 'held', '2026-01-02'),
    outcome('c1', 'rejected', '2026-01-01'),
  ])
    await settle(box, [told], { now: NOW, offers: 0 })

  expect((await box.journal.get('c1'))?.outcome.status).toBe('held')
  expect(await box.journal.where('open').equals(1).count()).toBe(1)
})

test('what was held and then settled leaves the list of what needs a look', async () => {
  const { box } = alone().tab.ctx
  await save(box, report('c1'), [], NOW)
  await settle(box, [outcome('c1', 'held', '2026-01-01')], { now: NOW, offers: 0 })

  await settle(box, [outcome('c1', 'applied', '2026-01-02')], { now: NOW, offers: 0 })

  expect(await box.journal.where('open').equals(1).count()).toBe(0)
})

test('a form that came back is one thing to look at, whatever else was done with it', async () => {
  const { box } = alone().tab.ctx
  const form = { path: '/registry/rooms/r1/new', name: 'w:1:registry:new:r1', values: {} }
  const later = { kind: 'household.add', title: '立户', data: {}, needs: ['c1'] }
  await save(box, { ...report('c1'), shown: { form } }, [], NOW)
  await save(box, { ...later, id: 'c2', shown: { form } }, [], NOW)
  await save(
    box,
    { ...later, id: 'c3', kind: 'visit.add', shown: { form: { ...form, name: 'visit' } } },
    [],
    NOW,
  )

  const told = ['c1', 'c2', 'c3'].map((id) => outcome(id, 'rejected'))
  await settle(box, told, { now: NOW, offers: 0 })

  const open = await box.journal.where('open').equals(1).toArray()
  expect(open.map(({ id }) => id)).toEqual(['c1', 'c3'])
})
