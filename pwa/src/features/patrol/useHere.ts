import { shallowRef } from 'vue'

const WAIT = 15_000

/** Where one is, asked once and only when somebody wants to know. */
export function useHere(found: (point: [lon: number, lat: number], accuracy: number) => void) {
  const locating = shallowRef(false)
  const trouble = shallowRef('')

  function locate(): void {
    if (locating.value) return
    trouble.value = ''
    if (!('geolocation' in navigator)) {
      trouble.value = '这台手机不能定位'
      return
    }
    locating.value = true
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        locating.value = false
        found([coords.longitude, coords.latitude], coords.accuracy)
      },
      ({ code }) => {
        locating.value = false
        trouble.value =
          code === 1 ? '没有定位权限，请在浏览器设置里允许定位' : '没有定到位，请到室外再试'
      },
      { enableHighAccuracy: true, timeout: WAIT, maximumAge: 10_000 },
    )
  }

  return { locating, trouble, locate }
}
