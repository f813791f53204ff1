import { computed, shallowRef } from 'vue'
import { placeAt } from '@/data/places'
import { asRefusal } from '@/data/refusal'
import type { Crs, Place } from '@/data/types'
import type { Door } from '@/features/registry/plateRoom'

export interface Where {
  lon: number
  lat: number
  crs: Crs
  accuracy?: number
}

/** Whose grid it is in; of a door the phone knew it already. */
interface Around {
  grid: Pick<NonNullable<Place['grid']>, 'id' | 'name'> | null
  byPlate?: true
}

const WAIT = 12_000
const FRESH = 20_000

const TROUBLE: Record<number, string> = {
  1: '没有定位权限。请在浏览器设置里允许定位，或在地图上选位置',
  2: '定位失败。请到室外或打开定位开关后重试，或在地图上选位置',
  3: '定位超时。请重试，或在地图上选位置',
}

/** Where it is: by GPS unasked, by a finger on the map or the plate on a door when somebody knows better. */
export function useWhere() {
  const where = shallowRef<Where | null>(null)
  const place = shallowRef<Around | null>(null)
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
    const before = where.value
    try {
      const { coords } = await position()
      // Somebody who knows better was quicker than the receiver.
      if (where.value !== before) return
      const { longitude: lon, latitude: lat, accuracy } = coords
      await settle({ lon, lat, crs: 'WGS84', accuracy: Math.round(accuracy) })
    } catch (error) {
      const { code } = error as GeolocationPositionError
      if (where.value === before) trouble.value = TROUBLE[code] ?? TROUBLE[2] ?? ''
    } finally {
      locating.value = false
    }
  }

  const pick = ([lon, lat]: [number, number]): Promise<void> =>
    settle({ lon, lat, crs: 'EPSG:4490' })

  /** Of a door the grid is known with it: nobody has to be asked. */
  function takeDoor({ lon, lat, grid }: Pick<Door, 'lon' | 'lat' | 'grid'>): void {
    forget()
    where.value = { lon, lat, crs: 'EPSG:4490' }
    place.value = { grid, byPlate: true }
  }

  function forget(): void {
    latest += 1
    where.value = null
    place.value = null
    trouble.value = ''
  }

  return { where, place, trouble, locating, isPicked, locate, pick, takeDoor, settle, forget }
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
