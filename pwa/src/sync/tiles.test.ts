import { expect, test } from 'vitest'
import { DEEPEST, MOST_TILES, SHALLOWEST, tilesAround } from '@/sync/tiles'

const square = (lon: number, lat: number, degrees: number): GeoJSON.MultiPolygon => {
  const [east, north] = [lon + degrees, lat + degrees]
  const ring = [[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]] // prettier-ignore
  return { type: 'MultiPolygon', coordinates: [[ring]] }
}
const zooms = (outline: GeoJSON.MultiPolygon): number[] => [
  ...new Set(tilesAround(outline).map(({ z }) => z)),
]

const covered = (tiles: { x: number; y: number }[], lon: number, lat: number): boolean => {
  const angle = (lat * Math.PI) / 180
  const x = Math.floor(((lon + 180) / 360) * 2 ** DEEPEST)
  const y = Math.floor(((1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2) * 2 ** DEEPEST)
  return tiles.some((tile) => tile.x === x && tile.y === y)
}

test('a grid in the middle of a tile needs that tile and, near by, what lies a kilometre around', () => {
  const near = tilesAround(square(111.29, 30.69, 0.004)).filter(({ z }) => z === DEEPEST)

  // By the usual formula 111.292°, 30.692° lies in column 13257, row 6723 of zoom 14.
  expect(near).toContainEqual({ z: 14, x: 13257, y: 6723 })
  expect(near.length).toBeLessThanOrEqual(9)
})

test('of a grid in town every zoom is kept, from afar to near', () => {
  const tiles = tilesAround(square(111.29, 30.69, 0.005))

  expect(zooms(square(111.29, 30.69, 0.005))).toEqual([11, 12, 13, 14])
  expect(tiles.length).toBeLessThan(30)
  expect(tiles.map(({ z }) => z)).toEqual(tiles.map(({ z }) => z).sort())
})

test('all corners of the outline and half its size around are covered', () => {
  const near = tilesAround(square(111.3, 30.7, 0.06)).filter(({ z }) => z === DEEPEST)

  for (const [lon, lat] of [
    [111.271, 30.675],
    [111.389, 30.675],
    [111.271, 30.785],
    [111.389, 30.785],
  ] as const)
    // prettier-ignore
    expect(covered(near, lon, lat)).toBe(true)
  expect(covered(near, 111.5, 30.7)).toBe(false)
})

test.each([0.3, 1, 5, 60])(
  'of an outline of %f degrees no more is kept than the bound, and no zoom half',
  (size) => {
    const tiles = tilesAround(square(100, 20, size))

    expect(tiles.length).toBeLessThanOrEqual(MOST_TILES)
    expect(zooms(square(100, 20, size)).length).toBeLessThan(DEEPEST - SHALLOWEST + 1)
  },
)
