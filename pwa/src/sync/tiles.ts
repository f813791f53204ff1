export interface Tile {
  z: number
  x: number
  y: number
}

/** Above the one nothing of grids is drawn. One of the other is 2 km wide and exact to half a metre, so closer looks are drawn from it. */
export const SHALLOWEST = 11
export const DEEPEST = 14
/** Of one grid with its neighbourhood. */
export const MOST_TILES = 150

const EARTH = 6_378_137
const HALF_TURN = Math.PI * EARTH
/** At least so far around, in metres, or half of the grid's own size: what a phone held upright shows around it. */
const LEAST_AROUND = 1000

interface Box {
  west: number
  south: number
  east: number
  north: number
}

/** Which tiles show a grid and what lies around it, from afar to near: no zoom is begun that cannot be kept whole. */
export function tilesAround(outline: GeoJSON.MultiPolygon): Tile[] {
  const box = widened(boxOf(outline))
  const found: Tile[] = []
  for (let z = SHALLOWEST; z <= DEEPEST; z += 1) {
    const more = tilesOf(box, z)
    if (found.length + more.length > MOST_TILES) break
    found.push(...more)
  }
  return found
}

/** Web Mercator, as tiles are cut. */
function boxOf({ coordinates }: GeoJSON.MultiPolygon): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const [lon = 0, lat = 0] of coordinates.flat(2)) {
    const [x, y] = [EARTH * radians(lon), EARTH * Math.asinh(Math.tan(radians(lat)))]
    box.west = Math.min(box.west, x)
    box.east = Math.max(box.east, x)
    box.south = Math.min(box.south, y)
    box.north = Math.max(box.north, y)
  }
  return box
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180

function widened({ west, south, east, north }: Box): Box {
  const around = Math.max(LEAST_AROUND, (east - west) / 2, (north - south) / 2)
  return { west: west - around, south: south - around, east: east + around, north: north + around }
}

function tilesOf({ west, south, east, north }: Box, z: number): Tile[] {
  const of = (metres: number): number =>
    Math.floor(((metres + HALF_TURN) / (2 * HALF_TURN)) * 2 ** z)
  const [left, right, top, bottom] = [of(west), of(east), of(-north), of(-south)]
  const found: Tile[] = []
  // An outline as wide as a continent is counted, not listed.
  if ((right - left + 1) * (bottom - top + 1) > MOST_TILES) return Array<Tile>(MOST_TILES + 1)
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) found.push({ z, x, y })
  return found
}
