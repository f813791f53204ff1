import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { listEvents, type EventFilters } from '@/data/events'
import { asRefusal, type Refusal } from '@/data/refusal'
import type { EventRow, Notice } from '@/data/types'

const PAGE = 50
const MOST = 100

type List = typeof listEvents

/** The rows of one question, page by page; a refresh keeps as many as were loaded. */
export function useQueue(filters: Ref<EventFilters>, list: List = listEvents) {
  const rows = shallowRef<EventRow[]>([])
  const next = shallowRef<string | null>(null)
  const busy = shallowRef(false)
  const trouble = shallowRef<Refusal | null>(null)
  let asking = new AbortController()

  async function ask(question: (signal: AbortSignal) => Promise<void>): Promise<void> {
    asking.abort()
    const mine = (asking = new AbortController())
    busy.value = true
    try {
      await question(mine.signal)
      if (mine === asking) trouble.value = null
    } catch (error) {
      if (mine === asking) trouble.value = asRefusal(error)
    } finally {
      if (mine === asking) busy.value = false
    }
  }

  async function read(atLeast: number, signal: AbortSignal): Promise<void> {
    const found: EventRow[] = []
    let cursor: string | null = null
    do {
      const limit = Math.min(MOST, Math.max(PAGE, atLeast - found.length))
      const page = await list({ ...filters.value, cursor, limit }, signal)
      found.push(...page.rows)
      cursor = page.next
    } while (cursor !== null && found.length < atLeast)
    if (signal.aborted) return
    rows.value = found
    next.value = cursor
  }

  const refresh = (): Promise<void> => ask((signal) => read(rows.value.length, signal))
  const more = (): Promise<void> => ask(append)

  async function append(signal: AbortSignal): Promise<void> {
    const page = await list({ ...filters.value, cursor: next.value, limit: PAGE }, signal)
    if (signal.aborted) return
    const held = new Set(rows.value.map((row) => row.id))
    rows.value = [...rows.value, ...page.rows.filter((row) => !held.has(row.id))]
    next.value = page.next
  }

  /** A notice says enough to correct the row at once; the rest comes with the next refresh. */
  function patch({ subject, state, state_label, level, light }: Notice): void {
    rows.value = rows.value.map((row) =>
      row.id === subject ? { ...row, state, state_label, level, light } : row,
    )
  }

  watch(filters, () => ask((signal) => read(0, signal)), { immediate: true })
  onScopeDispose(() => asking.abort())
  return { rows, busy, trouble, refresh, more, patch, hasMore: computed(() => next.value !== null) }
}
