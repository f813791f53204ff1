import { expect, test } from 'vitest'
import { dueWords } from '@/features/command/due'

const now = new Date('2026-11-21T12:00:00').getTime()
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString()
const row = (light: 'GREEN' | 'YELLOW' | 'RED', warn: number | null, due: number | null) => ({
  state: 'HANDLING' as const,
  light,
  warn_at: warn === null ? null : at(warn),
  due_at: due === null ? null : at(due),
})

test('an earlier lateness stays red after the clock was moved', () => {
  expect(dueWords(row('RED', 10, 60), now)).toBe('已超期')
})

test('it is said how long is left or gone', () => {
  expect(dueWords(row('GREEN', 90, 120), now)).toBe('还剩 2小时')
  expect(dueWords(row('YELLOW', -1, 5), now)).toBe('将到期 还剩 5分钟')
  expect(dueWords(row('RED', -90, -180), now)).toBe('已超期 3小时')
  expect(dueWords(row('GREEN', null, null), now)).toBe('不计时')
  expect(dueWords({ ...row('RED', -2, -1), state: 'CLOSED' }, now)).toBe('')
})
