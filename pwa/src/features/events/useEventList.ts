import { computed, shallowRef } from 'vue'
import { listEvents, type EventFilters } from '@/data/events'
import { asRefusal, type Refusal } from '@/data/refusal'
import type { EventRow } from '@/data/types'

const PAGE = 20

/** A list that grows page by page and can be asked again from its beginning. */
export function useEventList(filters: () => EventFilters) {
  const rows = shallowRef<EventRow[]>([])
  const next = shallowRef<string | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const loading = shallowRef(false)
  const isAsked = shallowRef(false)
  let latest = 0

  async function ask(cursor: string | null, limit: number): Promise<void> {
    const mine = (latest += 1)
    loading.value = true
    try {
      const page = await listEvents({ ...filters(), cursor, limit })
      if (mine !== latest) return
      rows.value = cursor === null ? page.rows : [...rows.value, ...page.rows]
      next.value = page.next
      refusal.value = null
      isAsked.value = true
    } catch (error) {
      if (mine === latest) refusal.value = asRefusal(error)
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  return {
    rows,
    refusal,
    loading,
    isAsked,
    hasMore: computed(() => next.value !== null),
    restart: (): Promise<void> => {
      rows.value = []
      isAsked.value = false
      return ask(null, PAGE)
    },
    /** Asks for as much as is on the screen, so that nothing jumps away under the thumb. */
    refresh: (): Promise<void> => ask(null, Math.min(100, Math.max(PAGE, rows.value.length))),
    more: async (): Promise<void> => {
      if (next.value !== null && !loading.value) await ask(next.value, PAGE)
    },
  }
}
