import { expect, test } from 'vitest'
import { stampOf } from '@/features/photos/stamp'

const NOON = new Date(2026, 10, 21, 12, 5, 9)

test('a stamp says when, where and how exactly, and whose grid; the same goes as fields', () => {
  const spot = { lon: 111.28651234, lat: 30.69191, accuracy: 11.6, grid: '第一网格' }

  expect(stampOf(spot, NOON)).toMatchObject({
    takenAt: NOON.toISOString(),
    lon: 111.28651234,
    accuracy: 11.6,
    lines: ['时间 2026-11-21 12:05:09', '坐标 30.691910, 111.286512 ±12米', '第一网格'],
  })
})

test('what is not known is said, not invented', () => {
  const { lines, ...fields } = stampOf({ grid: '第一网格' }, NOON)

  expect(lines[1]).toBe('坐标 没有取得定位')
  expect(fields).toEqual({ takenAt: NOON.toISOString() })
})
