// @vitest-environment node
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test, vi } from 'vitest'
import { Safe } from '@/data/safe'
import { Outbox, Replica } from '@/sync/db'
import { Lock } from '@/sync/lock'
import { save } from '@/sync/outbox'
import { Releases } from '@/sync/proof/releases'
import { MOST_WRONG } from '@/sync/tries'
import { ROUNDS } from '@/sync/vault'

vi.setConfig({ testTimeout: 60_000 })
const PATIENT = { timeout: 30_000 }
const HOUR = 3_600_000
const NAME = '王小明'
const PLACE = '桃花岭一栋'

let server: Releases
let store: IDBFactory
let now: number

beforeEach(() => {
  server = new Releases()
  store = new IDBFactory()
  now = 1_800_000_000_000
  vi.stubGlobal('localStorage', {})
})

/** The phone with its app just started; nothing of an earlier start is in memory. */
function started(rounds = 1000) {
  const own = new Safe()
  own.lock()
  const opening = { indexedDB: store, IDBKeyRange, safe: own }
  const lock = new Lock(1, { ask: server.ask, now: () => now, safe: own, rounds, opening })
  return { lock, box: new Outbox(1, opening), replica: new Replica(1, opening), own }
}

const report = (id: string) => ({
  id,
  kind: 'event.report',
  title: `上报：${NAME}`,
  data: { text: PLACE },
})
const photo = (id: string) => ({
  id,
  bytes: new TextEncoder().encode(`${NAME}的照片`).buffer,
  type: 'image/jpeg',
  sha256: 'x',
  taken_at: null,
  lon: 111.283158,
  lat: 30.7,
})
const row = (id: string) => ({
  kind: 'person',
  id,
  epoch: 1,
  rev: 1,
  body: { name: NAME },
  scopes: ['grid:1'],
  revs: { 'grid:1': 1 },
})

/** Everything on the disk as whoever took it out would read it. */
async function disk(): Promise<string> {
  const texts: string[] = []
  for (const { name = '' } of await store.databases()) {
    const base = await new Promise<IDBDatabase>((done) => {
      const asked = store.open(name)
      asked.addEventListener('success', () => done(asked.result))
    })
    for (const table of base.objectStoreNames) {
      const asked = base.transaction(table).objectStore(table).getAll()
      await new Promise((done) => asked.addEventListener('success', done))
      texts.push(asked.result.map((one: unknown) => written(one)).join('\n'))
    }
    base.close()
  }
  return texts.join('\n')
}

/** Bytes as the text they may be. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => {
    const isBytes = ArrayBuffer.isView(inner) || inner instanceof ArrayBuffer
    const bytes = isBytes ? new Uint8Array(inner as ArrayBuffer) : null
    return bytes ? new TextDecoder().decode(bytes) : inner
  })

const isPlain = (text: string): boolean =>
  [NAME, PLACE, '111.283158'].some((word) => text.includes(word))

async function fill({ box, replica }: ReturnType<typeof started>): Promise<void> {
  await save(box, report('c1'), [photo('p1')], now)
  await replica.rows.bulkPut([row('a'), row('b')])
}

test('with a PIN nothing personal is on the disk, and it opens with this PIN and no other', async () => {
  const first = started(ROUNDS)
  expect(await first.lock.setUp('290418')).toEqual({ kind: 'open' })
  await fill(first)
  expect(isPlain(await disk())).toBe(false)
  expect(await disk()).toContain('"rounds":600000')

  const { lock, box, replica } = started()
  await expect(box.commands.toArray()).rejects.toThrow('locked')
  expect(await box.commands.count()).toBe(1)
  expect(await lock.unlock('290419')).toMatchObject({ kind: 'wrong', left: MOST_WRONG - 1 })
  expect(await lock.unlock('290418')).toEqual({ kind: 'open' })

  expect(await box.commands.get('c1')).toMatchObject({
    data: { text: PLACE },
    title: `上报：${NAME}`,
  })
  const [kept] = await box.media.toArray()
  expect(new TextDecoder().decode(kept?.bytes)).toBe(`${NAME}的照片`)
  expect((await replica.rows.toArray()).map(({ body }) => body.name)).toEqual([NAME, NAME])
})

test('what was kept before there was a PIN is sealed, wherever the sealing is cut off', async () => {
  const old = started()
  old.own.open(null)
  for (let n = 0; n < 45; n += 1) await save(old.box, report(`c${n}`), [photo(`p${n}`)], now)
  await old.replica.rows.bulkPut([row('a')])
  expect(isPlain(await disk())).toBe(true)

  let steps = 5
  const fail = (): void => {
    steps -= 1
    if (steps === 0) throw new Error('no power')
  }
  old.lock.box.media.hook('updating', fail)
  await expect(old.lock.setUp('290418')).rejects.toThrow()
  expect(isPlain(await disk())).toBe(true)

  const { lock, box } = started()
  expect(await lock.unlock('290418')).toEqual({ kind: 'open' })
  expect(isPlain(await disk())).toBe(false)
  expect((await box.commands.toArray()).map(({ data }) => data.text)).toEqual(Array(45).fill(PLACE))
  expect(await box.media.count()).toBe(45)
})

test('wrong PINs wait longer each time, closing the app helps nobody, and ten ask for the password', async () => {
  const first = started()
  await first.lock.setUp('290418')
  await fill(first)

  for (let n = 0; n < MOST_WRONG; n += 1) {
    const step = await started().lock.unlock('000000')
    const until = step.kind === 'wrong' ? step.until : 0
    if (until > now) expect((await started().lock.unlock('290418')).kind).toBe('wait')
    now = Math.max(now, until)
  }

  const { lock, box } = started()
  expect(await lock.unlock('290418')).toEqual({ kind: 'password' })
  expect(await lock.recover('guess', '135790')).toMatchObject({ message: '密码不正确' })
  expect(await lock.recover('secret', '135790')).toEqual({ kind: 'open' })
  expect(await box.commands.count()).toBe(1)
  expect((await box.commands.get('c1'))?.data.text).toBe(PLACE)
  expect((await started().lock.unlock('135790')).kind).toBe('open')
})

test('without a line it opens for three days, says until when, and then wants one', async () => {
  const first = started()
  await first.lock.setUp('290418')
  server.hasLine = false

  now += 71 * HOUR
  const { lock } = started()
  expect((await lock.look()).goodUntil).toBe(now + HOUR)
  expect((await lock.unlock('290418')).kind).toBe('open')
  now += HOUR
  expect(await started().lock.unlock('290418')).toMatchObject({ kind: 'trouble', isLine: true })
  await started().lock.expire()
  expect(await disk()).not.toContain('part 1')

  server.hasLine = true
  expect((await started().lock.unlock('290418')).kind).toBe('open')
})

test('a server restored to before the phone’s first PIN loses nothing of what waits', async () => {
  const first = started()
  await first.lock.setUp('290418')
  await fill(first)
  server.forget()
  now += 100 * HOUR
  await started().lock.expire()

  const { lock, box } = started()
  expect((await lock.unlock('290418')).kind).toBe('open')
  expect((await box.commands.get('c1'))?.data.text).toBe(PLACE)
  await vi.waitFor(async () => expect(await disk()).toContain('part 2'), PATIENT)
  expect((await started().lock.recover('secret', '135790')).kind).toBe('open')
})

// S-39
test('a lost phone loses its rows, keeps its work sealed, and opens again once it is found', async () => {
  const first = started()
  await first.lock.setUp('290418')
  await fill(first)
  server.isLost = true

  expect(await started().lock.askIfLost()).toBe(true)
  expect((await store.databases()).map(({ name }) => name)).toEqual(['outbox-1'])
  expect(await disk()).not.toContain('part 1')
  const { lock } = started()
  expect(await lock.look()).toMatchObject({ isLost: true, waiting: 1, photos: 1 })
  expect(await lock.unlock('290418')).toEqual({ kind: 'lost' })
  expect(isPlain(await disk())).toBe(false)

  server.isLost = false
  const found = started()
  expect((await found.lock.unlock('290418')).kind).toBe('open')
  expect((await found.box.commands.get('c1'))?.data.text).toBe(PLACE)
})

test('unlocked without a line and lost meanwhile, it gives up as soon as there is one', async () => {
  await started().lock.setUp('290418')
  server.isLost = true

  const { lock, own } = started()
  expect((await lock.unlock('290418')).kind).toBe('open')

  await vi.waitFor(() => expect(own.isLocked).toBe(true), PATIENT)
  await vi.waitFor(async () => expect((await lock.look()).isLost).toBe(true), PATIENT)
})

test('a changed PIN opens, the old one does not; signing out leaves nothing that opens without the server', async () => {
  const first = started()
  await first.lock.setUp('290418')

  expect((await first.lock.change('000000', '135790')).kind).toBe('wrong')
  expect((await first.lock.change('290418', '135790')).kind).toBe('open')
  expect((await started().lock.unlock('290418')).kind).toBe('wrong')
  expect((await started().lock.unlock('135790')).kind).toBe('open')

  await first.lock.leave()
  expect(await disk()).not.toContain('part 1')
  server.hasLine = false
  expect(await started().lock.unlock('135790')).toMatchObject({ isLine: true })
})

test('a row moved to another name does not open there', async () => {
  const { lock, replica } = started()
  await lock.setUp('290418')
  await replica.rows.bulkPut([row('a')])
  const base = replica.backendDB()
  const table = base.transaction('rows', 'readwrite').objectStore('rows')
  const asked = table.get(['person', 'a'])
  await new Promise((done) => asked.addEventListener('success', done))
  const put = table.put({ ...(asked.result as object), id: 'z' })
  await new Promise((done) => put.addEventListener('success', done))

  await expect(replica.rows.get(['person', 'z'])).rejects.toThrow()
  expect((await replica.rows.get(['person', 'a']))?.body.name).toBe(NAME)
})

test('a server that has made another part since takes nobody’s work with it, whatever is typed first', async () => {
  const first = started()
  await first.lock.setUp('290418')
  await fill(first)
  server.forget()
  // Asked for on an earlier day, and the answer lost.
  await server.ask({ method: 'POST', path: '/api/sync/vault/', body: {} })
  now += 100 * HOUR

  expect((await started().lock.unlock('000000')).kind).toBe('wrong')
  const { lock, box } = started()
  expect((await lock.unlock('290418')).kind).toBe('open')
  expect((await box.commands.get('c1'))?.data.text).toBe(PLACE)
  await vi.waitFor(async () => expect(await disk()).toContain('part 2'), PATIENT)
  now += 100 * HOUR
  expect((await started().lock.unlock('290418')).kind).toBe('open')
})

test('a PIN that is changed while the phone still asks for its part is the one that opens', async () => {
  const { lock } = started()
  await lock.setUp('290418')
  server.forget()
  server.holdMaking()

  expect((await lock.change('290418', '135790')).kind).toBe('open')
  server.letGo()
  // What came of it is written down or left.
  await new Promise((done) => setTimeout(done, 300))

  expect((await started().lock.unlock('135790')).kind).toBe('open')
})
