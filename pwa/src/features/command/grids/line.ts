import type { LonLat } from '@/data/grids'

/** As fine as outlines are kept: about a centimetre. */
const LATTICE = 1e7
const SQUEEZE = Math.cos((30.75 / 180) * Math.PI)

export const placed = ({ lng, lat }: { lng: number; lat: number }): LonLat => [
  Math.round(lng * LATTICE) / LATTICE,
  Math.round(lat * LATTICE) / LATTICE,
]

export const moved = (line: readonly LonLat[], at: number, to: LonLat): LonLat[] =>
  line.map((bend, here) => (here === at ? to : bend))

export const without = (line: readonly LonLat[], at: number): LonLat[] =>
  line.filter((_, here) => here !== at)

/** A new bend goes between the two it lies nearest to; the ends stay the ends. */
export function bent(line: readonly LonLat[], at: LonLat): LonLat[] {
  let [best, place] = [Infinity, 1]
  line.forEach((bend, here) => {
    const off = distance(at, line[here - 1] ?? bend, bend)
    if (here > 0 && off < best) [best, place] = [off, here]
  })
  return [...line.slice(0, place), at, ...line.slice(place)]
}

/** By an arrow key: about ten metres. */
const STEP = 0.0001
const ARROWS: Record<string, LonLat> = {
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
}

export function nudged(line: readonly LonLat[], at: number, key: string): LonLat[] | null {
  const [step, bend] = [ARROWS[key], line[at]]
  if (!step || !bend) return null
  return moved(line, at, placed({ lng: bend[0] + step[0], lat: bend[1] + step[1] }))
}

function distance(spot: LonLat, one: LonLat, other: LonLat): number {
  const [x, y] = flat(spot, one)
  const [dx, dy] = flat(other, one)
  const long = dx * dx + dy * dy
  const along = long === 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / long))
  return Math.hypot(x - along * dx, y - along * dy)
}

const flat = (spot: LonLat, from: LonLat): LonLat => [
  (spot[0] - from[0]) * SQUEEZE,
  spot[1] - from[1],
]
