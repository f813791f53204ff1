import { computed, shallowRef } from 'vue'
import { placeAt } from '@/data/places'
import { asRefusal } from '@/data/refusal'
import type { Crs, Place } from '@/data/types'

export interface Where {
  lon: number
  lat: number
  crs: Crs
  accuracy?: number
}

const WAIT = 12_000
const FRESH = 20_000

const TROUBLE: Record<number, string> = {
  1: '没有定位权限。请在浏览器设置里允许定位，或在地图上选位置',
  2: '定位失败。请到室外或打开定位开关后重试，或在地图上选位置',
  3: '定位超时。请重试，或在地图上选位置',
}

/** Where it is: by GPS unasked, by a finger on the map when somebody knows better. */
export function useWhere() {
  const where = shallowRef<Where | null>(null)
  const place = shallowRef<Place | null>(null)
  const trouble = shallowRef('')
  const locating = shallowRef(false)
  const isPicked = computed(() => where.value?.crs === 'EPSG:4490')
  let latest = 0

  async function settle(next: Where): Promise<void> {
    const mine = (latest += 1)
    where.value = next
    trouble.value = ''
    place.value = null
    try {
      const found = await placeAt(next.lon, next.lat, next.crs)
      if (mine === latest) place.value = found
      if (mine === latest && !found.grid) trouble.value = '这里不在任何网格内，请在地图上重新选'
    } catch (error) {
      // Unknown to us is not wrong: the server looks again when the report comes in.
      if (mine === latest && !asRefusal(error).offline) trouble.value = asRefusal(error).message
    }
  }

  async function locate(): Promise<void> {
    if (!('geolocation' in navigator)) {
      trouble.value = '这台手机不能定位，请在地图上选位置'
      return
    }
    locating.value = true
    try {
      const { coords } = await position()
      const { longitude: lon, latitude: lat, accuracy } = coords
      await settle({ lon, lat, crs: 'WGS84', accuracy: Math.round(accuracy) })
    } catch (error) {
      trouble.value = TROUBLE[(error as GeolocationPositionError).code] ?? TROUBLE[2] ?? ''
    } finally {
      locating.value = false
    }
  }

  const pick = ([lon, lat]: [number, number]): Promise<void> =>
    settle({ lon, lat, crs: 'EPSG:4490' })

  function forget(): void {
    latest += 1
    where.value = null
    place.value = null
    trouble.value = ''
  }

  return { where, place, trouble, locating, isPicked, locate, pick, settle, forget }
}

function position(): Promise<GeolocationPosition> {
  return new Promise((done, fail) => {
    navigator.geolocation.getCurrentPosition(done, fail, {
      enableHighAccuracy: true,
      timeout: WAIT,
      maximumAge: FRESH,
    })
  })
}
