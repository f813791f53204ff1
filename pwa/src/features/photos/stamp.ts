import type { Stamp } from '@/data/photos'
import { account, postingAt } from '@/data/session'

/** Where the camera is, as far as it is known. */
export interface Spot {
  lon?: number
  lat?: number
  accuracy?: number
  grid?: string
}

const QUICK = { timeout: 4000, maximumAge: 60_000, enableHighAccuracy: true }

/** What stands in a photo taken on the spot: when, where and how exactly, whose grid, who. */
export function stampOf({ lon, lat, accuracy, grid }: Spot, now = new Date()): Stamp {
  const isKnown = lon !== undefined && lat !== undefined
  const who = [grid ?? postingAt('grid')?.at_name, account.value?.name].filter(Boolean).join('  ')
  return {
    takenAt: now.toISOString(),
    ...(isKnown && { lon, lat, accuracy }),
    lines: [`时间 ${clock(now)}`, placeWords({ lon, lat, accuracy }), who],
  }
}

function placeWords({ lon, lat, accuracy }: Spot): string {
  if (lon === undefined || lat === undefined) return '坐标 没有取得定位'
  const exact = accuracy === undefined ? '' : ` ±${Math.round(accuracy)}米`
  return `坐标 ${lat.toFixed(6)}, ${lon.toFixed(6)}${exact}`
}

/** Without a screen that knows the place already; a photo does not wait long for satellites. */
export async function stampHere(): Promise<Stamp> {
  const spot = await new Promise<Spot>((done) => {
    if (!('geolocation' in navigator)) return done({})
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude: lon, latitude: lat, accuracy } }) => done({ lon, lat, accuracy }),
      () => done({}),
      QUICK,
    )
  })
  return stampOf(spot)
}

const two = (n: number): string => String(n).padStart(2, '0')
const clock = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ` +
  `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
