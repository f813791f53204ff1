import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { useBack } from '@/ui/back'

/** A browser's history as far as it matters here: steps back are heard later, as in the real one. */
let entries: unknown[]
const scopes: ReturnType<typeof effectScope>[] = []

beforeEach(() => {
  entries = [{ position: 1 }]
  vi.useFakeTimers()
  vi.spyOn(history, 'state', 'get').mockImplementation(() => entries.at(-1))
  vi.spyOn(history, 'pushState').mockImplementation((state) => void entries.push(state))
  vi.spyOn(history, 'go').mockImplementation((steps = 0) => void setTimeout(() => back(-steps)))
})
afterEach(() => {
  scopes.splice(0).forEach((scope) => scope.stop())
  vi.runAllTimers()
  vi.useRealTimers()
})

/** The key, or a step of our own. */
function back(steps = 1): void {
  entries.splice(-steps)
  dispatchEvent(new PopStateEvent('popstate', { state: entries.at(-1) }))
}

function opened() {
  const scope = effectScope()
  const isOpen = shallowRef(true)
  scope.run(() => useBack(isOpen))
  scopes.push(scope)
  return { isOpen, scope }
}

function heard(): () => number {
  const router = vi.fn()
  addEventListener('popstate', router)
  return () => router.mock.calls.length
}

test('the back key closes the topmost and the page hears nothing of it', () => {
  const pageHears = heard()
  const below = opened()
  const above = opened()

  back()
  expect([below.isOpen.value, above.isOpen.value]).toEqual([true, false])
  back()
  expect(below.isOpen.value).toBe(false)
  vi.runAllTimers()

  expect(entries).toEqual([{ position: 1 }])
  expect(pageHears()).toBe(0)
})

test('what is closed by hand leaves nothing in the history', () => {
  const below = opened()
  const above = opened()
  above.isOpen.value = false
  below.scope.stop()
  vi.runAllTimers()

  expect(entries).toEqual([{ position: 1 }])
})

test('one that makes place for the next hands its entry on', () => {
  const first = opened()
  first.isOpen.value = false
  const second = opened()
  vi.runAllTimers()

  expect(entries).toHaveLength(2)
  back()
  expect(second.isOpen.value).toBe(false)
})

test('a page left while something lay over it is come back to in one step', () => {
  const { scope } = opened()
  entries.push({ position: 2 })
  scope.stop()
  vi.runAllTimers()
  expect(entries).toHaveLength(3)

  back()
  vi.runAllTimers()

  expect(entries).toEqual([{ position: 1 }])
})
