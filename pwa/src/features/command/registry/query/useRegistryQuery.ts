import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { RegistryFilters } from '@/data/registryDesk'
import {
  filtersOf,
  readQuery,
  writeQuery,
  type RegistryQuery,
} from '@/features/command/registry/query/query'

export function useRegistryQuery() {
  const route = useRoute()
  const router = useRouter()
  const query = computed(() => readQuery(route.query))

  function change(part: Partial<RegistryQuery>): void {
    void router.replace({ query: writeQuery({ ...query.value, ...part }) })
  }

  /** The browser's way back leads through the rows one has looked at. */
  function open(show: RegistryQuery['show']): void {
    void router.push({ query: writeQuery({ ...query.value, show }) })
  }

  // Opening a row changes the address but not the question.
  const asked = computed(() => JSON.stringify([query.value.tab, filtersOf(query.value)]))
  const question = computed(() => {
    const [kind, filters] = JSON.parse(asked.value) as [RegistryQuery['tab'], RegistryFilters]
    return { kind, filters }
  })
  return { query, change, open, question }
}
