import { shallowRef } from 'vue'
import type { Spot } from '@/features/resident/draft'

const WAIT = 15_000
const FRESH = 20_000

const TROUBLE: Record<number, string> = {
  1: '没有定位权限。请在手机设置里允许定位后再点一次，或者点“在地图上选”',
  2: '没有定到位置。请打开手机的定位开关再点一次，或者点“在地图上选”',
  3: '定位太慢了。请再点一次，或者点“在地图上选”',
}
const UNABLE = '这个浏览器不能定位，请点“在地图上选”'

/** Asks the phone where it is, once, when somebody says so. */
export function usePlace() {
  const locating = shallowRef(false)
  const trouble = shallowRef('')

  async function locate(): Promise<Spot | null> {
    if (!('geolocation' in navigator)) {
      trouble.value = UNABLE
      return null
    }
    locating.value = true
    trouble.value = ''
    try {
      return spotOf(await position())
    } catch (error) {
      trouble.value = TROUBLE[(error as GeolocationPositionError).code] ?? UNABLE
      return null
    } finally {
      locating.value = false
    }
  }

  return { locating, trouble, locate }
}

function spotOf({ coords }: GeolocationPosition): Spot {
  const { longitude: lon, latitude: lat, accuracy } = coords
  return { lon, lat, crs: 'WGS84', accuracy: Math.round(accuracy), source: 'gps' }
}

const position = (): Promise<GeolocationPosition> =>
  new Promise((done, fail) => {
    const how = { enableHighAccuracy: true, timeout: WAIT, maximumAge: FRESH }
    navigator.geolocation.getCurrentPosition(done, fail, how)
  })
