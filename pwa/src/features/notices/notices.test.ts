import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { FarEnd } from '@/data/farEnd'
import { live } from '@/data/socket'
import type { Notice } from '@/data/types'
import {
  asMine,
  followNotices,
  forgetNotices,
  notices,
  readAll,
  readElsewhere,
  recallNotices,
  unreadCount,
} from '@/features/notices/notices'

const notice = (entry: number, subject = `event-${entry}`): Notice =>
  ({
    entry,
    subject,
    kind: 'event',
    verb_label: '受理',
    number: 'A',
    state_label: '已受理',
  }) as Notice

const heard = (): number[] => notices.value.map(({ entry }) => entry)

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
afterEach(() => {
  live.stop()
  vi.unstubAllGlobals()
})

test('what others do is kept, newest first, and counted until read', () => {
  say(notice(1))
  say(notice(2))

  expect(heard()).toEqual([2, 1])
  expect(unreadCount.value).toBe(2)

  expect(readAll()).toEqual([1, 2])
  expect(unreadCount.value).toBe(0)
})

test('my own move is not told to me, even when its notice overtakes its answer', async () => {
  await asMine(async () => {
    say(notice(1, 'mine'))
    await Promise.resolve()
    return { id: 'mine' }
  })
  say(notice(2, 'mine'))

  expect(heard()).toEqual([])
})

test('what others do while my command is under way is told after it', async () => {
  await asMine(async () => {
    say(notice(1, 'other'))
    expect(heard()).toEqual([])
    return await Promise.resolve({ id: 'mine' })
  })

  expect(heard()).toEqual([1])
})

test('a failed command holds nothing back', async () => {
  const failing = asMine(() => {
    say(notice(1, 'failing'))
    return Promise.reject(new Error('no'))
  })

  await expect(failing).rejects.toThrow('no')
  expect(heard()).toEqual([1])
})

test('what was told is here again after the page was closed, without a line, with what is still new', () => {
  recallNotices(7)
  say(notice(1))
  say(notice(2))
  readElsewhere(new Set(['1']))
  forgetNotices()
  expect(heard()).toEqual([])

  recallNotices(7)

  expect(heard()).toEqual([2, 1])
  expect(readAll()).toEqual([2])
  recallNotices(8)
  expect(heard()).toEqual([])
})
