import fc from 'fast-check'
import { expect, test } from 'vitest'
import { goodUntil, isEasy, left, MOST_WRONG, nextTry } from '@/sync/tries'

const NOW = 1_800_000_000_000
const HOUR = 3_600_000

test('each wrong PIN leaves one try fewer and never a shorter wait', () => {
  const waits = Array.from({ length: MOST_WRONG }, (_, wrong) =>
    nextTry({ wrong, wrong_at: NOW }, NOW),
  )

  expect(waits).toEqual([...waits].sort((a, b) => a - b))
  expect([waits[2], waits[3]]).toEqual([NOW, NOW + 30_000])
  expect([left({ wrong: 0 }), left({ wrong: 9 }), left({ wrong: 12 })]).toEqual([10, 1, 0])
})

test('turning the clock back shortens no wait', () => {
  fc.assert(
    fc.property(fc.nat(MOST_WRONG), fc.integer({ min: -1000, max: 1000 }), (wrong, hours) => {
      const now = NOW + hours * HOUR
      const wait = nextTry({ wrong, wrong_at: NOW }, now) - now
      expect(hours > 0 || wait >= nextTry({ wrong, wrong_at: NOW }, NOW) - NOW).toBe(true)
    }),
  )
})

test('without a line it opens for three days after the last word of the server, and for no clock turned back', () => {
  const vault = { part: 'x', part_at: NOW, seen_at: NOW + 10 * HOUR }

  expect(goodUntil(vault, NOW + 71 * HOUR)).toBe(NOW + 72 * HOUR)
  expect(goodUntil(vault, NOW + 72 * HOUR)).toBe(0)
  expect(goodUntil(vault, NOW + 9 * HOUR)).toBe(0)
  expect(goodUntil({ ...vault, part: null }, NOW + 20 * HOUR)).toBe(0)
})

test('what is easily seen over a shoulder is no PIN', () => {
  expect(['000000', '123456', '987654'].map(isEasy)).toEqual([true, true, true])
  expect(['135790', '112233', '290418'].map(isEasy)).toEqual([false, false, false])
})
