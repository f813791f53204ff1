import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test } from 'vitest'
import { Outbox } from '@/sync/db'
import { admitLoss, findLoss, isShortOf, keepCanary, standingOf } from '@/sync/health'
import { save } from '@/sync/outbox'

afterEach(() => localStorage.clear())

const boxIn = (indexedDB: IDBFactory): Outbox => new Outbox(1, { indexedDB, IDBKeyRange })

test('an outbox the browser threw away is missed, once, until the worker has read it', async () => {
  const before = boxIn(new IDBFactory())
  await findLoss(before, 1)
  await save(before, { kind: 'event.report', title: '', data: {} }, [], 1)
  await keepCanary(before, 1)

  const after = boxIn(new IDBFactory())
  await findLoss(after, 1)

  expect((await standingOf(after)).lost).toBe(1)
  await findLoss(after, 1)
  expect((await standingOf(after)).lost).toBe(1)
  await admitLoss(after)
  expect((await standingOf(after)).lost).toBe(0)
})

test('a phone opened again on its own outbox misses nothing', async () => {
  const store = new IDBFactory()
  const before = boxIn(store)
  await findLoss(before, 1)
  await save(before, { kind: 'event.report', title: '', data: {} }, [], 1)
  await keepCanary(before, 1)
  before.close()

  const after = boxIn(store)
  await findLoss(after, 1)

  expect((await standingOf(after)).lost).toBe(0)
})

const MEGA = 1024 * 1024
const facts = (free: number) => ({ persisted: true, quota: 10 ** 9, usage: 10 ** 9 - free })

test('below 200 MB space is called short, and a browser that does not tell is believed to have enough', () => {
  expect([facts(199 * MEGA), facts(200 * MEGA)].map(isShortOf)).toEqual([true, false])
  expect(isShortOf({ persisted: false, quota: 0, usage: 0 })).toBe(false)
})
