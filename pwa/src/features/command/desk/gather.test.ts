import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gather } from '@/features/command/desk/gather'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const calm = () => 0

test('a burst of notices is one question', () => {
  const run = vi.fn()
  const { call } = gather(run, 1000, calm)

  for (let n = 0; n < 50; n += 1) call()
  vi.advanceTimersByTime(10)

  expect(run).toHaveBeenCalledTimes(1)
})

test('a stream of notices asks once in each pause and misses no last one', () => {
  const run = vi.fn()
  const { call } = gather(run, 1000, calm)

  for (let n = 0; n < 35; n += 1) {
    call()
    vi.advanceTimersByTime(100)
  }
  vi.advanceTimersByTime(1000)

  expect(run).toHaveBeenCalledTimes(5)
})

test('a hidden page asks when it is seen again, once', () => {
  const run = vi.fn()
  const { call } = gather(run, 1000, calm)
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')

  call()
  vi.advanceTimersByTime(5000)
  call()
  vi.advanceTimersByTime(5000)
  expect(run).not.toHaveBeenCalled()

  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))
  vi.advanceTimersByTime(5000)
  expect(run).toHaveBeenCalledTimes(1)
})

test('after the end nothing is asked', () => {
  const run = vi.fn()
  const { call, stop } = gather(run, 1000, calm)

  call()
  stop()
  vi.advanceTimersByTime(5000)

  expect(run).not.toHaveBeenCalled()
})
