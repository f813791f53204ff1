import 'fake-indexeddb/auto'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { FarEnd } from '@/data/farEnd'
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
import { endPhone, testPhone } from '@/features/registry/testPhone'

const notice = (entry: number, command = `command-${entry}`): Notice =>
  ({
    entry,
    subject: `event-${entry}`,
    command,
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
afterEach(async () => {
  live.stop()
  await endPhone()
})

test('what others do is kept, newest first, and counted until read', async () => {
  await testPhone()
  say(notice(1))
  say(notice(2))

  await hears(2, 1)
  expect(unreadCount.value).toBe(2)

  expect(readAll()).toEqual([1, 2])
  expect(unreadCount.value).toBe(0)
})

const DOING = { kind: 'event.accept', title: '受理', row: 'event-1', data: {} }

test('my own act is not told to me, though its notice overtakes its answer', async () => {
  const { one } = await testPhone()
  const { id } = await one.save(DOING)
  say(notice(1, id))
  say(notice(2))

  await hears(2)
  expect(unreadCount.value).toBe(1)
})

test('nor is one that was done without a line and sent later', async () => {
  const { one } = await testPhone(() => ({}))
  const { id } = await one.save(DOING)
  await vi.waitFor(async () => expect(await one.box.journal.get(id)).toBeDefined())
  say(notice(1, id))
  say(notice(2))

  await hears(2)
})

test('what was told is here again after the page was closed, without a line, with what is still new', async () => {
  await testPhone()
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
