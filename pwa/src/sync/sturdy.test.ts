import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Dexie } from 'dexie'
import { Engine } from '@/sync/engine'
import { keepCanary, standingOf } from '@/sync/health'
import { closePhone, phoneOf } from '@/sync/phone'
import { alone } from '@/sync/proof/tab'
import { save } from '@/sync/outbox'

const report = { kind: 'event.report', title: '上报', data: { text: 'x' } }

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
})
afterEach(() => {
  closePhone()
  localStorage.clear()
  vi.unstubAllGlobals()
})

test('what is saved is on the disk before anybody is told; what can be pulled again need not be', async () => {
  const began = vi.spyOn(IDBDatabase.prototype, 'transaction')
  const { end, tab } = alone()
  end.write([{ kind: 'person', id: 'p1', body: {}, scopes: ['grid:1'] }])

  await save(tab.ctx.box, report, [], 1)
  await tab.round()

  const written = began.mock.calls.flatMap(([, mode, how], n) => {
    const { name } = began.mock.contexts[n] as IDBDatabase
    return mode === 'readwrite' ? [`${name} ${how?.durability ?? ''}`] : []
  })
  expect(new Set(written)).toEqual(new Set(['outbox-1 strict', `${tab.ctx.replica.name} relaxed`]))
})

test('two tabs of a phone do not sync at once', async () => {
  const held = new Set<string>()
  const request = async (name: string, how: LockOptions, run: (lock: object | null) => unknown) => {
    expect(how).toEqual({ ifAvailable: true })
    if (held.has(name)) return run(null)
    held.add(name)
    return Promise.resolve(run({ name })).finally(() => held.delete(name))
  }
  vi.stubGlobal('navigator', { locks: { request } })
  const { tab, phone, end } = alone()
  const other = new Engine(phone.tab(1).ctx)
  await save(tab.ctx.box, report, [], 1)
  held.add('sync-1')

  await other.hurry()
  expect(end.memory.effects).toEqual([])

  held.clear()
  await other.hurry()
  expect(end.memory.effects).toHaveLength(1)
  other.stop()
})

test('the browser is asked to keep what is here', async () => {
  const persist = vi.fn(() => Promise.resolve(true))
  vi.stubGlobal('navigator', { ...navigator, storage: { persist } })

  await phoneOf(1).start()

  expect(persist).toHaveBeenCalled()
})

const closed = (base: Dexie): void =>
  forceCloseDatabase(base.backendDB() as unknown as typeof IDBDatabase)

test('a store the browser closed is open again, for what is saved and for what is watched', async () => {
  const reload = vi.spyOn(location, 'reload').mockReturnValue()
  const one = phoneOf(2)
  await one.start()
  const seen: number[] = []
  one.follow(
    () => one.box.commands.count(),
    (count) => seen.push(count),
  )
  await vi.waitFor(() => expect(seen).toEqual([0]))

  closed(one.box)
  closed(one.replica)
  await one.save(report)

  await vi.waitFor(() => expect(seen.at(-1)).toBe(1))
  expect(await one.replica.rows.count()).toBe(0)
  expect(reload).not.toHaveBeenCalled()
})

test('an outbox thrown away under the open app begins a new page, which misses what was in it', async () => {
  const reload = vi.spyOn(location, 'reload').mockReturnValue()
  const one = phoneOf(3)
  await one.start()
  await one.save(report)
  await keepCanary(one.box, 3)

  const { name } = one.box
  closed(one.box)
  indexedDB.deleteDatabase(name)
  await vi.waitFor(() => expect(reload).toHaveBeenCalled())
  await one.engine.round()
  closePhone()

  const next = phoneOf(3)
  await next.start()
  expect((await standingOf(next.box)).lost).toEqual({ commands: 1, media: 0 })
})
