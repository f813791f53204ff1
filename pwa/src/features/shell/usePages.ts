import { computed, shallowRef } from 'vue'
import { asRefusal, type Refusal } from '@/data/refusal'
import type { Page } from '@/data/types'

const PAGE = 20
const MOST = 100

/** A list that grows page by page and can be asked again from its beginning; `held` is what it begins with. */
export function usePages<T>(
  ask: (cursor: string | null, limit: number) => Promise<Page<T>>,
  held: Page<T> | null = null,
) {
  const rows = shallowRef<T[]>(held?.rows ?? [])
  const next = shallowRef<string | null>(held?.next ?? null)
  const refusal = shallowRef<Refusal | null>(null)
  const loading = shallowRef(false)
  const isAsked = shallowRef(held !== null)
  let latest = 0

  async function asMany(cursor: string | null, count: number): Promise<Page<T>> {
    const found: Page<T> = { rows: [], next: cursor }
    do {
      const page = await ask(found.next, Math.min(MOST, count - found.rows.length))
      found.rows = [...found.rows, ...page.rows]
      found.next = page.next
    } while (found.next !== null && found.rows.length < count)
    return found
  }

  async function load(cursor: string | null, count: number): Promise<void> {
    const mine = (latest += 1)
    loading.value = true
    try {
      const page = await asMany(cursor, count)
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
    held: (): Page<T> | null => (isAsked.value ? { rows: rows.value, next: next.value } : null),
    hasMore: computed(() => next.value !== null),
    restart: (): Promise<void> => {
      rows.value = []
      isAsked.value = false
      return load(null, PAGE)
    },
    /** Asks for as much as is on the screen, so that nothing jumps away under the thumb. */
    refresh: (): Promise<void> => load(null, Math.max(PAGE, rows.value.length)),
    more: async (): Promise<void> => {
      if (next.value !== null && !loading.value) await load(next.value, PAGE)
    },
  }
}
