import { expect, test } from 'vitest'
import { boxOf, endsOf, lineOf, pointsOf } from '@/features/command/patrols/shapes'

const WAY = [
  [111.28, 30.7, 0],
  [111.29, 30.71, 60],
  [111.27, 30.705, 120],
]
const names = (features: GeoJSON.Feature[]): unknown[] =>
  features.map(({ properties }) => (properties as { name: string }).name)

test('a way is a line between its two ends', () => {
  expect(lineOf(WAY)[0]?.geometry).toEqual({
    type: 'LineString',
    coordinates: [
      [111.28, 30.7],
      [111.29, 30.71],
      [111.27, 30.705],
    ],
  })
  expect(endsOf(WAY, false).map(({ geometry }) => geometry)).toEqual([
    { type: 'Point', coordinates: [111.28, 30.7] },
    { type: 'Point', coordinates: [111.27, 30.705] },
  ])
})

test('the end of a round that is still going on is only the last that is known', () => {
  expect(names(endsOf(WAY, false))).toEqual(['起点', '终点'])
  expect(names(endsOf(WAY, true))).toEqual(['起点', '最近位置'])
})

test('one point is a beginning and no line, and none is nothing', () => {
  expect(lineOf(WAY.slice(0, 1))).toEqual([])
  expect(names(endsOf(WAY.slice(0, 1), false))).toEqual(['起点'])
  expect([lineOf([]), endsOf([], false), boxOf([])]).toEqual([[], [], null])
})

test('the view holds the whole way, and the whole grid in however many pieces', () => {
  expect(boxOf(WAY)).toEqual([
    [111.27, 30.7],
    [111.29, 30.71],
  ])
  const pieces = [[[[0, 0]], [[1, 1]]], [[[2, 5]]]]
  expect(boxOf(pointsOf({ type: 'MultiPolygon', coordinates: pieces }))).toEqual([
    [0, 0],
    [2, 5],
  ])
})
