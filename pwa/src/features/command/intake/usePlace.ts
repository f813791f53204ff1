import { shallowRef, watch } from 'vue'
import { placeAt } from '@/data/places'
import { asRefusal } from '@/data/refusal'
import type { Place } from '@/data/types'
import type { IntakeForm } from '@/features/command/intake/intake'

const PAUSE = 300

/** Whose ground it is: asked as soon as both numbers are there, in whatever system they were told. */
export function usePlace(form: () => Pick<IntakeForm, 'lon' | 'lat' | 'crs'>) {
  const place = shallowRef<Place | null>(null)
  const trouble = shallowRef('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = ''

  async function ask(lon: number, lat: number): Promise<void> {
    const mine = (asked = [lon, lat, form().crs].join())
    try {
      const found = await placeAt(lon, lat, form().crs)
      if (asked !== mine) return
      place.value = found
      trouble.value = found.grid ? '' : '这里不在本市任何网格内，请重新选点'
    } catch (error) {
      if (asked !== mine) return
      place.value = null
      trouble.value = asRefusal(error).message
    }
  }

  watch(
    () => [form().lon, form().lat, form().crs] as const,
    ([lon, lat]) => {
      clearTimeout(timer)
      if (lon !== null && lat !== null) timer = setTimeout(() => void ask(lon, lat), PAUSE)
      else place.value = null
    },
    { immediate: true },
  )
  return { place, trouble }
}
