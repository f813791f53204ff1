import { computed, shallowRef } from 'vue'
import { asRefusal, type Refusal } from '@/data/refusal'
import type { Page } from '@/data/types'

const PAGE = 20
const MOST = 100

/** A list that grows page by page and can be asked again from its beginning. */
export function usePages<T>(ask: (cursor: string | null, limit: number) => Promise<Page<T>>) {
  const rows = shallowRef<T[]>([])
  const next = shallowRef<string | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const loading = shallowRef(false)
  const isAsked = shallowRef(false)
  let latest = 0

  async function load(cursor: string | null, limit: number): Promise<void> {
    const mine = (latest += 1)
    loading.value = true
    try {
      const page = await ask(cursor, limit)
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
      return load(null, PAGE)
    },
    /** Asks for as much as is on the screen, so that nothing jumps away under the thumb. */
    refresh: (): Promise<void> => load(null, Math.min(MOST, Math.max(PAGE, rows.value.length))),
    more: async (): Promise<void> => {
      if (next.value !== null && !loading.value) await load(next.value, PAGE)
    },
  }
}
