/** A point of a round: where, and how many seconds after it began. Seconds, because a phone's clock may be wrong. */
export type Step = [lon: number, lat: number, seconds: number]

/** Nearer than this a phone cannot tell walking from standing. */
const LEAST = 10
/** Worse than this says nothing about which street it was. */
const VAGUE = 100
/** Faster than a car in town: the fix jumped. */
const FASTEST = 40
const EARTH = 6_371_000
const rad = (degrees: number): number => (degrees * Math.PI) / 180

export function apart([lon1, lat1]: Step, [lon2, lat2]: Step): number {
  const h =
    Math.sin(rad(lat2 - lat1) / 2) ** 2 +
    Math.cos(rad(lat1)) * Math.cos(rad(lat2)) * Math.sin(rad(lon2 - lon1) / 2) ** 2
  return 2 * EARTH * Math.asin(Math.sqrt(Math.min(1, h)))
}

export const metresOf = (track: Step[]): number =>
  Math.round(
    track.slice(1).reduce((sum, step, index) => sum + apart(track[index] as Step, step), 0),
  )

/** Whether a fix is worth keeping after the last one kept. */
export function isStep(last: Step | undefined, step: Step, accuracy: number): boolean {
  if (accuracy > VAGUE) return false
  if (!last) return true
  const [way, seconds] = [apart(last, step), step[2] - last[2]]
  return seconds > 0 && way >= Math.max(LEAST, accuracy / 2) && way / seconds <= FASTEST
}

/** Every second one goes when there are too many; the ends stay. */
export function thinned<T>(track: T[], most: number): T[] {
  let kept = track
  while (kept.length > most)
    kept = kept.filter((_, index) => index % 2 === 0 || index === kept.length - 1)
  return kept
}

/** 1小时05分 */
export function lasting(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}分钟`
  return `${Math.floor(minutes / 60)}小时${String(minutes % 60).padStart(2, '0')}分`
}

export const far = (metres: number): string =>
  metres < 1000 ? `${metres}米` : `${(metres / 1000).toFixed(1)}公里`
