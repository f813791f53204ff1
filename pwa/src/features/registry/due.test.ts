import { expect, test } from 'vitest'
import { dueWords, isDue, nextVisitOn } from '@/features/registry/due'

const NOW = new Date('2026-03-10T10:00:00+08:00').getTime()

test('the newest visit says when the next one is, whatever earlier ones said', () => {
  const early = { at: '2026-01-01T08:00:00Z', next_on: '2026-02-01' }
  expect(nextVisitOn([early])).toBe('2026-02-01')
  expect(nextVisitOn([{ at: '2026-02-03T08:00:00Z', next_on: null }, early])).toBeNull()
  expect(nextVisitOn([])).toBeNull()
})

test('what was promised for today, for long ago or for the next days is due', () => {
  expect(['2026-03-10', '2025-12-01', '2026-03-13'].every((day) => isDue(day, NOW))).toBe(true)
  expect(isDue('2026-04-01', NOW)).toBe(false)
  expect(isDue(null, NOW)).toBe(false)
  expect(dueWords('2026-03-10', NOW)).toBe('今天该走访')
  expect(dueWords('2026-03-12', NOW)).toBe('2天后该走访')
  expect(dueWords('2026-02-26', NOW)).toBe('该走访，已超12天')
})
