import { expect, test } from 'vitest'
import { ago, dayTime, remaining } from '@/data/clock'

const NOW = new Date(2026, 2, 1, 12, 0).getTime()
const HOUR = 3_600_000
const at = (hours: number): string => new Date(NOW + hours * HOUR).toISOString()

test.each([
  [2.5, '还剩2小时'],
  [0.75, '还剩45分钟'],
  [0.001, '还剩不到1分钟'],
  [47, '还剩47小时'],
  [72, '还剩3天'],
  [-1.5, '超时1小时'],
  [-50, '超时2天'],
])('%d hours from now reads %s', (hours, words) => {
  expect(remaining(at(hours), NOW)).toBe(words)
})

test('what is past is told as people say it', () => {
  expect(ago(at(0), NOW)).toBe('刚刚')
  expect(ago(at(-3), NOW)).toBe('3小时前')
})

test.each([
  [new Date(2026, 2, 1, 8, 5), '今天 08:05'],
  [new Date(2026, 1, 28, 23, 59), '昨天 23:59'],
  [new Date(2026, 2, 2, 0, 0), '明天 00:00'],
  [new Date(2026, 4, 9, 9, 30), '5月9日 09:30'],
  [new Date(2025, 11, 31, 9, 30), '2025年12月31日 09:30'],
])('%o is shown as %s', (date, words) => {
  expect(dayTime(date.toISOString(), NOW)).toBe(words)
})
