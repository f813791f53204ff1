import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { recallSession } from '@/data/session'
import { going, recall } from '@/features/patrol/going'
import {
  begin,
  end,
  leave,
  metres,
  pause,
  resume,
  sendBatch,
  track,
} from '@/features/patrol/recorder'
import { KEPT_DAYS, PatrolStore } from '@/features/patrol/store'
import { dropPhone, phone } from '@/sync/access'

const DAY = 86_400_000

/** The receiver of a phone that is told where it is. */
class Receiver {
  told: PositionCallback | null = null

  watchPosition(told: PositionCallback): number {
    this.told = told
    return 1
  }

  clearWatch(): void {
    this.told = null
  }

  walk(steps: number, from = 0): void {
    for (let step = from; step < from + steps; step += 1)
      this.told?.({
        coords: { longitude: 111 + step * 0.0003, latitude: 30.7, accuracy: 5 },
        timestamp: (going.value?.begun_at ?? 0) + step * 10_000,
      } as GeolocationPosition)
  }
}

let receiver: Receiver

const waiting = async () =>
  (await (await phone()).box.commands.orderBy('seq').toArray()).map(({ kind, data }) => [
    kind,
    (data.points as unknown[] | undefined)?.length ?? 0,
  ])
const kept = async (count: number): Promise<void> =>
  vi.waitFor(async () => {
    const store = new PatrolStore(7)
    expect(await store.steps.count()).toBe(count)
    store.close()
  })

beforeEach(() => {
  receiver = new Receiver()
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  Object.defineProperty(navigator, 'geolocation', { value: receiver, configurable: true })
  const account = { id: 7, name: '李小红', postings: [] }
  localStorage.setItem('session', JSON.stringify({ account }))
  recallSession()
})
afterEach(async () => {
  leave()
  await dropPhone()
  await Dexie.delete('patrol-7')
  await Dexie.delete('outbox-7')
  localStorage.clear()
  vi.unstubAllGlobals()
})

test('off duty nobody asks where the worker is', async () => {
  await resume(7)
  expect(receiver.told).toBeNull()

  await begin(5, '一网格')
  expect(receiver.told).not.toBeNull()

  await end()
  expect(receiver.told).toBeNull()
  expect(recall(7)).toBeNull()
})

test('a round without a line is a beginning and an end that wait, and nothing else is left of it', async () => {
  await begin(5, '一网格')
  receiver.walk(6)
  await kept(6)

  await end()

  expect(await waiting()).toEqual([
    ['patrol.begin', 0],
    ['patrol.end', 6],
  ])
  await kept(0)
})

test('one batch at most waits; what comes after it goes with the end', async () => {
  await begin(5, '一网格')
  receiver.walk(4)
  await kept(4)
  await sendBatch()
  receiver.walk(3, 4)
  await kept(7)
  await sendBatch()

  await end()

  expect(await waiting()).toEqual([
    ['patrol.begin', 0],
    ['patrol.walk', 4],
    ['patrol.end', 3],
  ])
})

test('a page closed in the middle goes on where it was', async () => {
  await begin(5, '一网格')
  receiver.walk(4)
  await kept(4)
  const way = metres.value
  pause()
  track.value = []
  going.value = null

  await resume(7)

  expect(track.value).toHaveLength(4)
  expect(metres.value).toBe(way)
  expect(receiver.told).not.toBeNull()
})

test('another account on this phone is not recorded on', async () => {
  await begin(5, '一网格')
  leave()
  const account = { id: 8, name: '王', postings: [] }
  localStorage.setItem('session', JSON.stringify({ account }))
  recallSession()

  await resume(8)

  expect(receiver.told).toBeNull()
})

test('a round forgotten for a day ends where the phone was last', async () => {
  await begin(5, '一网格')
  receiver.walk(4)
  await kept(4)
  const began = going.value?.begun_at ?? 0
  leave()
  vi.spyOn(Date, 'now').mockReturnValue(began + DAY)

  await resume(7)
  vi.restoreAllMocks()

  const commands = await (await phone()).box.commands.toArray()
  const ended = commands.find(({ kind }) => kind === 'patrol.end')
  expect(Date.parse(ended?.occurred_at ?? '')).toBe(began + 30_000)
})

test('points are thinned before they go, and those nobody could send age out', async () => {
  const store = new PatrolStore(7)
  for (let n = 0; n < 12; n += 1) await store.add('p', [111, 30, n], DAY)
  let handed = 0

  await store.handOver('p', (steps) => Promise.resolve((handed = steps.length)), 10)
  await store.add('old', [111, 30, 1], 0)

  expect(handed).toBe(7)
  expect(await store.ageOut((KEPT_DAYS + 0.5) * DAY)).toBe(1)
  store.close()
})
