import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { asRefusal, type Refusal } from '@/data/refusal'
import {
  listRows,
  type AnyRow,
  type Kind,
  type Paging,
  type RegistryFilters,
} from '@/data/registryDesk'
import type { Page } from '@/data/types'

export const PAGE = 100

export interface Question {
  kind: Kind
  filters: RegistryFilters
}

type List = (
  kind: Kind,
  filters: RegistryFilters & Paging,
  signal?: AbortSignal,
) => Promise<Page<AnyRow>>

/** The rows of one question, page by page; the answer to an older question is dropped. */
export function useRows(question: Ref<Question>, list: List = listRows) {
  const rows = shallowRef<AnyRow[]>([])
  const next = shallowRef<string | null>(null)
  const busy = shallowRef(false)
  const trouble = shallowRef<Refusal | null>(null)
  let asking = new AbortController()

  async function ask(cursor: string | null): Promise<void> {
    asking.abort()
    const mine = (asking = new AbortController())
    const { kind, filters } = question.value
    busy.value = true
    try {
      const page = await list(kind, { ...filters, cursor, limit: PAGE }, mine.signal)
      if (mine !== asking) return
      rows.value = cursor === null ? page.rows : joined(rows.value, page.rows)
      next.value = page.next
      trouble.value = null
    } catch (error) {
      if (mine === asking) refused(asRefusal(error), cursor)
    } finally {
      if (mine === asking) busy.value = false
    }
  }

  /** What the server will not answer leaves nothing; without a line the rows are better than none. */
  function refused(why: Refusal, cursor: string | null): void {
    trouble.value = why
    if (cursor === null && !why.offline) rows.value = []
  }

  const again = (): Promise<void> => ask(null)
  const more = (): Promise<void> => (next.value === null ? Promise.resolve() : ask(next.value))

  /** Rows of another kind are never shown under this one's name. */
  watch(
    question,
    ({ kind }, before) => {
      if (before && before.kind !== kind) rows.value = []
      next.value = null
      return ask(null)
    },
    { immediate: true },
  )
  onScopeDispose(() => asking.abort())
  return { rows, busy, trouble, again, more, hasMore: computed(() => next.value !== null) }
}

function joined(held: AnyRow[], found: AnyRow[]): AnyRow[] {
  const known = new Set(held.map(({ id }) => id))
  return [...held, ...found.filter(({ id }) => !known.has(id))]
}
