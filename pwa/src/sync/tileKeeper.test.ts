import 'fake-indexeddb/auto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test, vi } from 'vitest'
import { Replica } from '@/sync/db'
import { Lock } from '@/sync/lock'
import { forgetRows } from '@/sync/phone'
import { MVT, tileFacts, tileFor } from '@/sync/keptTiles'
import { keepTiles, MOST_BYTES, type Keeping } from '@/sync/tileKeeper'
import { tilesAround } from '@/sync/tiles'

/** What node lacks of the browser's Cache Storage, as far as it is used. */
class Shelf {
  readonly held = new Map<string, Response>()
  match = (path: string) => Promise.resolve(this.held.get(path)?.clone())
  put = (path: string, one: Response) => Promise.resolve(void this.held.set(path, one))
  delete = (asked: string | { url: string }) =>
    Promise.resolve(
      this.held.delete(typeof asked === 'string' ? asked : new URL(asked.url).pathname),
    )
  keys = () =>
    Promise.resolve([...this.held.keys()].map((path) => ({ url: `https://grid.test${path}` })))
  matchAll = () => Promise.resolve([...this.held.values()].map((one) => one.clone()))
}
class Shelves {
  readonly all = new Map<string, Shelf>()
  has = (name: string) => Promise.resolve(this.all.has(name))
  delete = (name: string) => Promise.resolve(this.all.delete(name))
  open(name: string) {
    const shelf = this.all.get(name) ?? new Shelf()
    this.all.set(name, shelf)
    return Promise.resolve(shelf)
  }
  match = async (path: string, { cacheName }: { cacheName: string }) =>
    this.all.get(cacheName)?.match(path)
}

const HOUR = 3_600_000
const outlineAt = (lon: number): GeoJSON.MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: [[[[lon, 30.69], [lon + 0.005, 30.69], [lon + 0.005, 30.695], [lon, 30.69]]]], // prettier-ignore
})
const HERE = outlineAt(111.29)
const FAR = outlineAt(113)
const paths = (...outlines: GeoJSON.MultiPolygon[]): string[] =>
  outlines
    .flatMap(tilesAround)
    .map(({ z, x, y }) => `/api/tiles/grids/${z}/${x}/${y}.mvt`)
    .sort()

let shelves: Shelves
let asked: string[]
let told: (path: string, etag: string) => Response
let now: number
let replica: Replica
beforeEach(() => {
  shelves = new Shelves()
  vi.stubGlobal('caches', shelves)
  asked = []
  now = 1_000_000_000
  told = tileOf('first')
  replica = new Replica(7, { indexedDB: new IDBFactory(), IDBKeyRange })
})

/** As from one's own server, unless said otherwise: what a Response made here says of itself differs. */
const answer = (body: BodyInit | null, headers: HeadersInit, status = 200, type = 'basic') =>
  Object.defineProperty(new Response(body, { status, headers }), 'type', { value: type })

const tileOf =
  (version: string, bytes = 100) =>
  (path: string, etag: string) => {
    const mine = `"${version} ${path}"`
    if (etag === mine) return answer(null, { ETag: mine }, 304)
    return answer(new Uint8Array(bytes), { ETag: mine, 'Content-Type': MVT })
  }

const has = (id: string, outline: GeoJSON.MultiPolygon, rev = 1) =>
  replica.rows.put({ kind: 'grid', id, epoch: 1, rev, body: { outline }, scopes: [], revs: {} })

const keep = (other: Partial<Keeping> = {}) =>
  keepTiles({
    account: 7,
    replica,
    now: () => now,
    goesOn: () => true,
    rest: () => Promise.resolve(),
    fetch: (path, init) => {
      asked.push(path as string)
      return Promise.resolve(
        told(path as string, new Headers(init?.headers).get('If-None-Match') ?? ''),
      )
    },
    ...other,
  })

const kept = (): string[] =>
  [...(shelves.all.get('tiles-7')?.held.keys() ?? [])]
    .filter((path) => path !== '/tiles/mark')
    .sort()

// S-49
test('all tiles around my grid are kept, once, and the page of what is stored counts them', async () => {
  await has('1', HERE)
  await keep()

  expect(kept()).toEqual(paths(HERE))
  expect(asked.toSorted()).toEqual(paths(HERE))
  expect(await tileFacts(7)).toEqual({ count: kept().length, bytes: 100 * kept().length })
  await keep()
  expect(asked.length).toBe(kept().length)
})

test('the map draws from what is kept without a line, and only from one’s own', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')))
  await has('1', HERE)
  await keep()
  const [tile = { z: 0, x: 0, y: 0 }] = tilesAround(HERE)
  const { signal } = new AbortController()

  expect((await tileFor(7, tile, signal)).byteLength).toBe(100)
  await expect(tileFor(8, tile, signal)).rejects.toThrow('no line')
  await expect(tileFor(undefined, tile, signal)).rejects.toThrow('no line')
  expect([...shelves.all.keys()]).toEqual(['tiles-7'])
})

test('a day later only those from afar are asked while nothing changed', async () => {
  await has('1', HERE)
  await keep()
  asked = []
  now += 25 * HOUR
  await keep()

  expect(asked.length).toBeGreaterThan(0)
  expect(asked.every((path) => path.startsWith('/api/tiles/grids/11/'))).toBe(true)
})

test('where those from afar changed all are asked again, also when that was stopped half-way', async () => {
  await has('1', HERE)
  await keep()
  now += 25 * HOUR
  told = tileOf('second')
  asked = []
  await keep({ goesOn: () => asked.length < 3 })
  expect(asked.length).toBe(3)
  asked = []
  await keep()

  expect(asked.toSorted()).toEqual(paths(HERE))
  const held = [...(shelves.all.get('tiles-7')?.held.values() ?? [])]
  const tags = held.map((one) => one.headers.get('ETag'))
  expect(tags.filter((tag) => tag?.includes('first'))).toEqual([])
})

test('another outline of my grid is asked for at once, and what is not around it any more goes', async () => {
  await has('1', HERE)
  await keep()
  await has('1', FAR, 2)
  await keep()

  expect(kept()).toEqual(paths(FAR))
})

test('a lost grid takes its tiles along, line or no line; the last one everything', async () => {
  await has('1', HERE)
  await has('2', FAR)
  await keep()
  expect(kept()).toEqual(paths(HERE, FAR))
  await replica.rows.delete(['grid', '2'])
  await keep({ fetch: () => Promise.reject(new TypeError('no line')) })
  expect(kept()).toEqual(paths(HERE))
  await replica.rows.delete(['grid', '1'])
  await keep()

  expect([...shelves.all.keys()]).toEqual([])
})

test('a phone short of space keeps none, and goes on when it has some', async () => {
  await has('1', HERE)
  await keep({ goesOn: () => false })
  expect([asked, kept()]).toEqual([[], []])
  await keep()

  expect(kept()).toEqual(paths(HERE))
})

test.each([
  [
    'a sign-in page of a network on the way',
    () => answer('<html>', { 'Content-Type': 'text/html' }),
  ],
  ['a refusal', () => answer('{}', { 'Content-Type': MVT }, 403)],
  ['a part', () => answer('x', { 'Content-Type': MVT }, 206)],
  ['what another origin would not show', () => answer('x', { 'Content-Type': MVT }, 200, 'cors')],
])('%s is not kept for a tile, and ends the round', async (_, wrong) => {
  await has('1', HERE)
  told = wrong
  await keep()

  expect(kept()).toEqual([])
  expect(asked.length).toBe(1)
  told = tileOf('first')
  await keep()
  expect(kept()).toEqual(paths(HERE))
})

test('however heavy tiles are, a grid gets no more room than its own', async () => {
  await has('1', HERE)
  told = tileOf('first', MOST_BYTES / 4)
  await keep()
  expect((await tileFacts(7)).bytes).toBe(MOST_BYTES)
  const before = kept()
  now += 25 * HOUR
  told = tileOf('second', MOST_BYTES / 2 + 1)
  await keep()

  expect(before.length).toBe(4)
  expect(kept().length).toBe(1)
})

test.each([
  ['a sign-out that forgets', () => forgetRows(7)],
  ['a phone reported lost', () => new Lock(7).giveUp()],
])('%s leaves no tiles here, and those of another account', async (_, leave) => {
  await has('1', HERE)
  await keep()
  await keep({ account: 8 })
  await leave()

  expect([...shelves.all.keys()]).toEqual(['tiles-8'])
})
