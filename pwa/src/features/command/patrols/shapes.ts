import type { Track } from '@/data/rounds'

export type Box = [[west: number, south: number], [east: number, north: number]]

const feature = (geometry: GeoJSON.Geometry, properties = {}): GeoJSON.Feature => ({
  type: 'Feature',
  geometry,
  properties,
})

const spots = (track: Track['track']): [number, number][] =>
  track.map(([lon = 0, lat = 0]) => [lon, lat])

/** One point is no line. */
export function lineOf(track: Track['track']): GeoJSON.Feature[] {
  const coordinates = spots(track)
  return coordinates.length > 1 ? [feature({ type: 'LineString', coordinates })] : []
}

/** Its beginning and its end, or the last that is known of one that is still going on. */
export function endsOf(track: Track['track'], isGoingOn: boolean): GeoJSON.Feature[] {
  const all = spots(track)
  const point = (at: number, end: string, name: string): GeoJSON.Feature[] => {
    const coordinates = all.at(at)
    return coordinates ? [feature({ type: 'Point', coordinates }, { end, name })] : []
  }
  const last = all.length > 1 ? point(-1, 'last', isGoingOn ? '最近位置' : '终点') : []
  return [...point(0, 'first', '起点'), ...last]
}

export function boxOf(points: readonly number[][]): Box | null {
  if (!points.length) return null
  const lons = points.map(([lon = 0]) => lon)
  const lats = points.map(([, lat = 0]) => lat)
  return [
    [Math.min(...lons), Math.min(...lats)],
    [Math.max(...lons), Math.max(...lats)],
  ]
}

export const pointsOf = (outline: GeoJSON.Polygon | GeoJSON.MultiPolygon): number[][] =>
  (outline.type === 'Polygon' ? outline.coordinates : outline.coordinates.flat()).flat()
