import { shallowRef } from 'vue'
import { listEvents } from '@/data/events'
import { asRefusal } from '@/data/refusal'
import type { EventRow } from '@/data/types'

const PAUSE = 250
/** About 300 m at our latitudes. */
const AROUND = 0.003

const box = (lon: number, lat: number): string =>
  [lon - AROUND, lat - AROUND, lon + AROUND, lat + AROUND].map((n) => n.toFixed(5)).join(',')

/** Open matters by number or word; with nothing typed, those close by, which are the likely doubles. */
export function useNearby(place: () => { lon: number; lat: number } | null, except: () => string) {
  const rows = shallowRef<EventRow[]>([])
  const busy = shallowRef(false)
  const trouble = shallowRef('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = new AbortController()

  function search(words = ''): void {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(words.trim()), PAUSE)
  }

  async function ask(q: string): Promise<void> {
    const here = place()
    if (q === '' && !here) return void (rows.value = [])
    asking.abort()
    const { signal } = (asking = new AbortController())
    const bbox = q === '' && here ? box(here.lon, here.lat) : undefined
    busy.value = true
    try {
      const page = await listEvents({ scope: 'reach', open: 1, q, bbox, limit: 20 }, signal)
      rows.value = page.rows.filter(({ id }) => id !== except())
      trouble.value = ''
    } catch (error) {
      if (!signal.aborted) trouble.value = asRefusal(error).message
    } finally {
      if (!signal.aborted) busy.value = false
    }
  }

  return { rows, busy, trouble, search }
}
