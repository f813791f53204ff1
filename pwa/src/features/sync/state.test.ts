import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { endPhone, testPhone } from '@/features/registry/testPhone'
import { noLineWords, syncWords } from '@/features/sync/state'
import { hasNoLine } from '@/sync/standing'

afterEach(endPhone)

const NOW = new Date(2026, 2, 1, 12).getTime()
const STANDING = { waiting: 0, photos: 0, open: 0, isSynced: true, pulledAt: NOW, lost: null }

test('in step, the header says since when', () => {
  expect(syncWords(STANDING, NOW)).toBe('已同步 12:00')
})

test('without a line the header says so, and how much waits', () => {
  expect(noLineWords({ waiting: 0 })).toBe('没有网络')
  expect(noLineWords({ waiting: 2 })).toBe('没有网络 · 2条待发送')
})

test('a round that finds no line says so, whatever the browser thinks', async () => {
  await testPhone()

  await vi.waitFor(() => expect(hasNoLine.value).toBe(true))
  expect(navigator.onLine).toBe(true)
})

test('a round that goes well says nothing of a line', async () => {
  const { one } = await testPhone(() => ({}))

  await one.engine.hurry()
  expect(hasNoLine.value).toBe(false)
})
