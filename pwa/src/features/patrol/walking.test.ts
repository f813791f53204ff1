import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  apart,
  far,
  isStep,
  lasting,
  metresOf,
  thinned,
  type Step,
} from '@/features/patrol/walking'

const start: Step = [111.28, 30.7, 0]

test('a hundred metres north are a hundred metres', () => {
  expect(apart(start, [111.28, 30.7009, 60])).toBeCloseTo(100, 0)
})

test('standing still, a vague fix and a jump are no steps', () => {
  expect(isStep(start, [111.28001, 30.7, 30], 8)).toBe(false)
  expect(isStep(start, [111.29, 30.7, 60], 500)).toBe(false)
  expect(isStep(start, [112.28, 30.7, 60], 8)).toBe(false)
  expect(isStep(start, [111.281, 30.7, 60], 8)).toBe(true)
  expect(isStep(undefined, start, 8)).toBe(true)
})

test('thinned, a track keeps its ends and its order and is short enough', () => {
  const tracks = fc.array(fc.integer(), { maxLength: 3000 })
  fc.assert(
    fc.property(tracks, fc.integer({ min: 2, max: 700 }), (track, most) => {
      const kept = thinned(track, most)

      expect(kept.length).toBeLessThanOrEqual(most)
      expect(kept[0]).toBe(track[0])
      expect(kept.at(-1)).toBe(track.at(-1))
    }),
    { numRuns: 60 },
  )
})

test('the length of a way is that of its steps', () => {
  expect(metresOf([])).toBe(0)
  expect(metresOf([start])).toBe(0)
  expect(metresOf([start, [111.28, 30.7009, 60], [111.28, 30.7, 120]])).toBe(200)
})

test('time and distance as people say them', () => {
  expect([lasting(59), lasting(3599), lasting(3900)]).toEqual(['0分钟', '59分钟', '1小时05分'])
  expect([far(251), far(1260)]).toEqual(['251米', '1.3公里'])
})
