import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { FarEnd } from '@/data/farEnd'
import { refreshSession } from '@/data/session'
import { live } from '@/data/socket'
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

const say = (said: Notice): void =>
  end.say({ type: 'notice', notice: said, cursor: String(said.entry) })

beforeAll(() => void followNotices())
beforeEach(() => {
  vi.stubGlobal('WebSocket', function FarAway() {
    end = new FarEnd()
    return end
  })
  forgetNotices()
  live.start()
  end.accept()
})
afterEach(() => live.stop())

test('what others do is kept, newest first, and counted until read', async () => {
  say(notice(1))
  say(notice(2))

  await hears(2, 1)
  expect(unreadCount.value).toBe(2)

  expect(readAll()).toEqual([1, 2])
  expect(unreadCount.value).toBe(0)
})

test('what I did is not told to me, on whichever device I did it', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ account: { id: 7, mark: 'me' } })))
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
