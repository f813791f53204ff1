import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { FarEnd } from '@/data/farEnd'
import { refreshSession } from '@/data/session'
import { live } from '@/data/socket'
import { told } from '@/features/shell/tell'
import type { Notice } from '@/data/types'
import {
  followNotices,
  forgetNotices,
  notices,
  readAll,
  readElsewhere,
  recallNotices,
  unreadCount,
} from '@/features/notices/notices'

const notice = (entry: number, by = 'somebody'): Notice =>
  ({
    entry,
    subject: `event-${entry}`,
    by,
    kind: 'event',
    verb_label: '受理',
    number: 'A',
    state_label: '已受理',
  }) as Notice

const heard = (): number[] => notices.value.map(({ entry }) => entry)
const hears = (...entries: number[]): Promise<void> =>
  vi.waitFor(() => expect(heard()).toEqual(entries))

let end: FarEnd
/** What the server has to tell, newest first. */
let door: Notice[] | Error = []
let asked = 0

const answer = (address: string): Promise<Response> => {
  if (!address.startsWith('/api/notices/'))
    return Promise.resolve(Response.json({ account: { id: 7, alias: 'me' } }))
  asked += 1
  if (door instanceof Error) return Promise.resolve(new Response('', { status: 500 }))
  return Promise.resolve(Response.json({ rows: door }))
}

/** The line is there, as after the sign-in, an unlocking, or a reload of the page. */
const begins = (complete = true): void =>
  end.say({ type: 'lacking', notices: [], cursor: 'a', complete })

const say = (said: Notice): void =>
  end.say({ type: 'notice', notice: said, cursor: String(said.entry) })

beforeAll(() => void followNotices())
beforeEach(() => {
  vi.stubGlobal('WebSocket', function FarAway() {
    end = new FarEnd()
    return end
  })
  vi.stubGlobal('fetch', answer)
  forgetNotices()
  localStorage.clear()
  door = []
  asked = 0
  live.start()
  end.accept()
})
afterEach(() => {
  live.stop()
  vi.useRealTimers()
})

test('what others do is kept, newest first, and counted until read', async () => {
  say(notice(1))
  say(notice(2))

  await hears(2, 1)
  expect(unreadCount.value).toBe(2)

  expect(readAll()).toEqual([1, 2])
  expect(unreadCount.value).toBe(0)
})

test('what I did is not told to me, on whichever device I did it', async () => {
  await refreshSession()
  say(notice(1, 'me'))
  say(notice(2))

  await hears(2)
  expect(unreadCount.value).toBe(1)
})

test('what was told is here again after the page was closed, without a line, with what is still new', async () => {
  recallNotices(7)
  say(notice(1))
  say(notice(2))
  await hears(2, 1)
  readElsewhere(new Set(['1']))
  forgetNotices()
  expect(heard()).toEqual([])

  recallNotices(7)

  expect(heard()).toEqual([2, 1])
  expect(readAll()).toEqual([2])
  recallNotices(8)
  expect(heard()).toEqual([])
})

test('what happened while the app was locked or closed is told and counted, and calls nobody', async () => {
  recallNotices(7)
  say(notice(1))
  await hears(1)
  expect(readAll()).toEqual([1])
  const before = told.value
  live.stop()
  forgetNotices()

  recallNotices(7)
  door = [notice(3), notice(2), notice(1)]
  live.start()
  end.accept()
  begins()

  await hears(3, 2, 1)
  expect(unreadCount.value).toBe(2)
  expect(readAll()).toEqual([2, 3])
  expect(told.value).toBe(before)
})

test('what is heard and told is there once, in whichever order it comes', async () => {
  recallNotices(7)
  say(notice(2))
  await hears(2)
  door = [notice(3), notice(2)]
  begins()
  say(notice(4))

  await hears(4, 3, 2)
  expect(unreadCount.value).toBe(3)
  say(notice(3))
  await hears(4, 3, 2)
  expect(unreadCount.value).toBe(3)
})

test('one that comes while the server is being asked is not lost, though its answer lacks it', async () => {
  recallNotices(7)
  door = [notice(1)]
  begins()
  say(notice(2))
  expect(heard()).toEqual([2])

  await hears(2, 1)
  expect(unreadCount.value).toBe(2)
})

test('what I did, what calls nobody and what is of no matter is not told by the door either', async () => {
  await refreshSession()
  recallNotices(7)
  const quiet = { ...notice(3), quiet: true }
  door = [notice(5, 'me'), notice(4), quiet, { ...notice(2), kind: 'grid' }]
  begins()

  await hears(4)
  expect(unreadCount.value).toBe(1)
})

test('what was read on another phone is shown and not counted, whichever is known first', async () => {
  recallNotices(7)
  readElsewhere(new Set(['1']))
  door = [notice(3), notice(2), notice(1)]
  begins()
  await hears(3, 2, 1)
  expect(unreadCount.value).toBe(2)

  readElsewhere(new Set(['1', '2']))
  expect(unreadCount.value).toBe(1)
  say(notice(4))
  expect(unreadCount.value).toBe(2)
})

test('what was read here stays read, after the next answer and after a reload that missed too much', async () => {
  recallNotices(7)
  door = [notice(2), notice(1)]
  begins()
  await hears(2, 1)
  expect(readAll()).toEqual([1, 2])

  door = [notice(3), notice(2), notice(1)]
  begins(false)

  await hears(3, 2, 1)
  expect(unreadCount.value).toBe(1)
})

test('of a room that is no longer mine nothing is left', async () => {
  recallNotices(7)
  say(notice(1))
  say(notice(2))
  await hears(2, 1)
  door = [notice(2)]
  begins()

  await hears(2)
  forgetNotices()
  recallNotices(7)
  expect(heard()).toEqual([2])
  expect(unreadCount.value).toBe(1)
})

test('the line missed three: they are told in one word', async () => {
  begins()
  const missed = [notice(1), notice(2), notice(3)]
  end.say({ type: 'lacking', notices: missed, cursor: 'b', complete: true })

  await hears(3, 2, 1)
  expect(told.value).toBe('有3条新消息')
})

test('a server that cannot answer is asked again, and what is here stays', async () => {
  vi.useFakeTimers()
  recallNotices(7)
  say(notice(1))
  door = new Error('broken')
  begins()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(asked).toBeGreaterThan(0)
  expect(heard()).toEqual([1])

  door = [notice(2), notice(1)]
  await vi.advanceTimersByTimeAsync(30_000)

  expect(heard()).toEqual([2, 1])
})

test('an answer for whoever was here before is not taken', async () => {
  door = [notice(1)]
  recallNotices(7)
  begins()
  forgetNotices()

  await vi.waitFor(() => expect(asked).toBe(1))
  await new Promise((soon) => setTimeout(soon, 20))
  expect(heard()).toEqual([])
})
