import { computed, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { EventFilters } from '@/data/events'
import { account } from '@/data/session'
import { filtersOf, readQuery, writeQuery, type DeskQuery } from '@/features/command/desk/query'
import { waitsForNobody } from '@/features/command/postings'

export function useDeskQuery() {
  const route = useRoute()
  const router = useRouter()
  const home = waitsForNobody(account.value?.postings ?? []) ? 'all' : 'mine'
  const query = computed(() => readQuery(route.query, home))
  const view = shallowRef<string | null>(null)
  const bbox = computed(() => (query.value.here ? view.value : null))

  function change(part: Partial<DeskQuery>): void {
    void router.replace({ query: writeQuery({ ...query.value, ...part }) })
  }

  // Selecting a matter changes the address but not the question.
  const asked = computed(() => JSON.stringify(filtersOf(query.value, bbox.value)))
  const filters = computed(() => JSON.parse(asked.value) as EventFilters)
  return { query, change, filters, view }
}
