import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test } from 'vitest'
import { Outbox } from '@/sync/db'
import { admitLoss, findLoss, isShortOf, keepCanary, standingOf } from '@/sync/health'
import { confirmPhoto, save, settle, type NewMedia } from '@/sync/outbox'

afterEach(() => localStorage.clear())

const boxIn = (indexedDB: IDBFactory): Outbox => new Outbox(1, { indexedDB, IDBKeyRange })

const nothing: NewMedia = {
  id: 'm1',
  kind: 'photos',
  bytes: new ArrayBuffer(1),
  type: 'image/jpeg',
  sha256: '',
  taken_at: null,
  lon: null,
  lat: null,
}
const report = { id: 'c1', kind: 'event.report', title: '', data: {} }

test('an outbox the browser threw away is missed, once, until the worker has read it', async () => {
  const before = boxIn(new IDBFactory())
  await findLoss(before, 1)
  await save(before, report, [nothing, { ...nothing, id: 'm2' }], 1)
  await keepCanary(before, 1)

  const after = boxIn(new IDBFactory())
  await findLoss(after, 1)

  expect((await standingOf(after)).lost).toEqual({ commands: 1, media: 2 })
  expect(await after.notes.get('evicted')).toMatchObject({ value: { count: 3 } })
  await findLoss(after, 1)
  expect((await standingOf(after)).lost).toEqual({ commands: 1, media: 2 })
  await admitLoss(after)
  expect((await standingOf(after)).lost).toBeNull()
})

test('a photo whose report had gone up is missed too', async () => {
  const before = boxIn(new IDBFactory())
  await findLoss(before, 1)
  await save(before, report, [nothing], 1)
  const applied = { id: 'c1', status: 'applied', code: '', message: '', fields: {} } as const
  await settle(before, [{ ...applied, answer: null, at: '' }], { now: 2, offers: 0 })
  await keepCanary(before, 1)

  const after = boxIn(new IDBFactory())
  await findLoss(after, 1)

  expect((await standingOf(after)).lost).toEqual({ commands: 0, media: 1 })
  expect(await after.notes.get('evicted')).toMatchObject({ value: { count: 1 } })
})

test('when all has arrived nothing is missed', async () => {
  const before = boxIn(new IDBFactory())
  await findLoss(before, 1)
  await save(before, report, [nothing], 1)
  await before.commands.clear()
  await confirmPhoto(before, 'm1', { now: 2, offers: 0 })
  await keepCanary(before, 1)

  const after = boxIn(new IDBFactory())
  await findLoss(after, 1)

  expect((await standingOf(after)).lost).toBeNull()
})

test('the canary of an earlier build, and its note, counted commands', async () => {
  localStorage.setItem('outbox-canary:1', '3')
  const after = boxIn(new IDBFactory())
  await findLoss(after, 1)
  expect((await standingOf(after)).lost).toEqual({ commands: 3, media: 0 })

  await after.notes.put({ key: 'lost', value: { count: 2 } })
  expect((await standingOf(after)).lost).toEqual({ commands: 2, media: 0 })
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

  expect((await standingOf(after)).lost).toBeNull()
})

const MEGA = 1024 * 1024
const facts = (free: number) => ({ persisted: true, quota: 10 ** 9, usage: 10 ** 9 - free })

test('below 200 MB space is called short, and a browser that does not tell is believed to have enough', () => {
  expect([facts(199 * MEGA), facts(200 * MEGA)].map(isShortOf)).toEqual([true, false])
  expect(isShortOf({ persisted: false, quota: 0, usage: 0 })).toBe(false)
})

test('a phone that dies while it misses something misses it the next time', async () => {
  const before = boxIn(new IDBFactory())
  await findLoss(before, 1)
  await save(before, report, [nothing], 1)
  await keepCanary(before, 1)

  const store = new IDBFactory()
  for (let steps = 1; steps < 4; steps += 1) {
    const dying = boxIn(store)
    let left = steps
    dying.notes.hook('creating', () => {
      left -= 1
      if (left === 0) throw new Error('no power')
    })
    await findLoss(dying, 1).catch(() => undefined)
    dying.close()
  }
  const after = boxIn(store)
  await findLoss(after, 1)

  expect((await standingOf(after)).lost).toEqual({ commands: 1, media: 1 })
})
