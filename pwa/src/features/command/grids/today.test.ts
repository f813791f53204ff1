import { expect, test } from 'vitest'
import { shanghaiToday } from '@/features/command/grids/today'

test('the day is the one in Shanghai, whatever the computer says', () => {
  expect(shanghaiToday(new Date('2026-03-08T15:59:00Z'))).toBe('2026-03-08')
  expect(shanghaiToday(new Date('2026-03-08T16:01:00Z'))).toBe('2026-03-09')
})
