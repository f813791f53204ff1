import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freshOf } from '@/features/command/registry/fresh'
import { ageOf, day, todayOf } from '@/features/command/registry/words'

const NOW = new Date('2026-11-21T10:00:00+08:00').getTime()
const before = (days: number) => new Date(NOW - days * 86_400_000).toISOString()
const ORDER = { good: 0, warn: 1, bad: 2 }

test('what was seen this half-year is fresh, within the year ageing, later stale', () => {
  const told = [0, 3, 40, 200, 800].map((days) => freshOf(before(days), NOW))
  expect(told.map(({ words }) => words)).toEqual([
    '今天核实',
    '3天前核实',
    '1个月前核实',
    '6个月前核实',
    '2年前核实',
  ])
  expect(told.map(({ tone }) => tone)).toEqual(['good', 'good', 'good', 'warn', 'bad'])
})

const toneAfter = (past: number) => ORDER[freshOf(before(past), NOW).tone]

test('nothing grows fresher with time', () => {
  const days = fc.integer({ min: 0, max: 4000 })
  fc.assert(
    fc.property(days, days, (one, other) => {
      const [young, old] = [one, other].sort((a, b) => a - b) as [number, number]
      expect(toneAfter(old)).toBeGreaterThanOrEqual(toneAfter(young))
    }),
  )
})

test('one is a year older on the birthday and not the day before', () => {
  expect(ageOf('1980-11-21', NOW)).toBe(46)
  expect(ageOf('1980-11-22', NOW)).toBe(45)
  expect(ageOf(null, NOW)).toBeNull()
})

test('days are told in Chinese and sent as the server wants them', () => {
  expect(day('1980-05-01')).toBe('1980年5月1日')
  expect(day(null)).toBe('')
  expect(todayOf(new Date(2026, 0, 5).getTime())).toBe('2026-01-05')
})
