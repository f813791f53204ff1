import { computed, onMounted } from 'vue'
import type { BuildingRow } from '@/data/registry'
import { allBuildings } from '@/features/registry/buildings'
import { useLoad } from '@/features/shell/useLoad'
import { postingAt } from '@/data/session'
import { useRows } from '@/sync/access'
import { standing } from '@/sync/standing'

/** The buildings of one's own grids, those included that are not sent yet; from above those one may see. */
export function useBuildings() {
  const rows = useRows('building')
  const far = useLoad(allBuildings)
  const isHere = computed(
    () => postingAt('grid') !== undefined && (rows.value.length > 0 || !!standing.value?.pulledAt),
  )
  onMounted(() => {
    if (!isHere.value) void far.load()
  })
  const here = computed(() =>
    rows.value.map(({ id, body }) => ({ ...body, id }) as unknown as BuildingRow),
  )
  return {
    buildings: computed(() => (isHere.value ? here.value : (far.answer.value ?? []))),
    refusal: computed(() => (isHere.value ? null : far.refusal.value)),
    loading: computed(() => !isHere.value && far.loading.value),
    load: far.load,
  }
}
