import { expect, test } from 'vitest'
import type { LonLat } from '@/data/grids'
import { bent, moved, nudged, placed, without } from '@/features/command/grids/line'

const LINE: LonLat[] = [
  [111, 30],
  [111.1, 30],
  [111.1, 30.1],
]

test('a bend goes into the stretch it is nearest to', () => {
  expect(bent(LINE, [111.05, 30.01])[1]).toEqual([111.05, 30.01])
  expect(bent(LINE, [111.12, 30.05])[2]).toEqual([111.12, 30.05])
})

test('the ends stay the ends', () => {
  const line = bent(LINE, [110.5, 29])

  expect([line[0], line.at(-1)]).toEqual([LINE[0], LINE[2]])
})

test('bends are moved and dropped without touching the others', () => {
  expect(moved(LINE, 1, [111.2, 30])).toEqual([LINE[0], [111.2, 30], LINE[2]])
  expect(without(LINE, 1)).toEqual([LINE[0], LINE[2]])
})

test('arrows move a bend a little, other keys do not', () => {
  expect(nudged(LINE, 0, 'ArrowUp')?.[0]).toEqual([111, 30.0001])
  expect(nudged(LINE, 0, 'ArrowLeft')?.[0]).toEqual([110.9999, 30])
  expect(nudged(LINE, 0, 'a')).toBeNull()
  expect(nudged(LINE, 9, 'ArrowUp')).toBeNull()
})

test('places are as fine as outlines are kept', () => {
  expect(placed({ lng: 111.123456789, lat: 30.000000049 })).toEqual([111.1234568, 30])
})
