import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FarEnd } from '@/data/farEnd'
import { live } from '@/data/socket'
import type { Notice } from '@/data/types'
import { forgetNotices, keepNotices, useNotices } from '@/features/command/shell/useNotices'

const notice = (entry: number): Notice => ({ entry, kind: 'event' }) as Notice

const { notices, unread, readAll } = useNotices()
let end: FarEnd
let door: Notice[] = []
let deaf: () => void

const begins = (): void => end.say({ type: 'lacking', notices: [], cursor: 'a', complete: false })
const say = (entry: number): void => end.say({ type: 'notice', notice: notice(entry), cursor: 'b' })
const shows = (...entries: number[]): Promise<void> =>
  vi.waitFor(() => expect(notices.value.map(({ entry }) => entry)).toEqual(entries))

beforeEach(() => {
  vi.stubGlobal('WebSocket', function FarAway() {
    end = new FarEnd()
    return end
  })
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ rows: door })))
  forgetNotices()
  deaf = keepNotices()
  live.start()
  end.accept()
})
afterEach(() => {
  deaf()
  live.stop()
})

test('the bell begins with what was before the page, and counts what comes after', async () => {
  door = [notice(2), notice(1)]
  begins()
  await shows(2, 1)
  expect(unread.value).toBe(0)

  say(3)
  await shows(3, 2, 1)
  expect(unread.value).toBe(1)
  readAll()
  expect(unread.value).toBe(0)
})

test('what the line missed is counted when the list was asked for again', async () => {
  door = [notice(1)]
  begins()
  await shows(1)

  door = [notice(3), notice(2), notice(1)]
  begins()
  await shows(3, 2, 1)
  expect(unread.value).toBe(2)
})
