import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { whenIdle } from '@/features/lock/idle'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const MINUTE = 60_000

test('five minutes without a touch lock, and each touch begins them anew', () => {
  const locked = vi.fn<() => void>()
  const stop = whenIdle(locked)

  vi.advanceTimersByTime(4 * MINUTE)
  dispatchEvent(new Event('pointerdown'))
  vi.advanceTimersByTime(4 * MINUTE)
  expect(locked).not.toHaveBeenCalled()
  vi.advanceTimersByTime(MINUTE)
  expect(locked).toHaveBeenCalledTimes(1)

  stop()
  vi.advanceTimersByTime(60 * MINUTE)
  expect(locked).toHaveBeenCalledTimes(1)
})

test('who comes back after five minutes elsewhere finds it locked, though no timer ran', () => {
  const locked = vi.fn<() => void>()
  let now = 0
  const stop = whenIdle(locked, () => now)

  now = 4 * MINUTE
  document.dispatchEvent(new Event('visibilitychange'))
  expect(locked).not.toHaveBeenCalled()
  now = 5 * MINUTE
  document.dispatchEvent(new Event('visibilitychange'))
  expect(locked).toHaveBeenCalledTimes(1)
  stop()
})
