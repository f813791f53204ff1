import { shallowRef, watch, type Ref } from 'vue'
import { gridDetail } from '@/data/places'
import type { GridDetail, RowId } from '@/data/types'

/** The outlines of the other grids that were chosen. */
export function useBeside(others: Ref<RowId[]>, ask = gridDetail) {
  const known = new Map<RowId, GridDetail>()
  const beside = shallowRef<GridDetail[]>([])

  watch(others, async (wanted) => {
    const missing = wanted.filter((id) => !known.has(id))
    const found = await Promise.all(missing.map((id) => ask(id))).catch(() => [])
    for (const grid of found) known.set(grid.id, grid)
    if (wanted !== others.value) return
    beside.value = wanted.flatMap((id) => known.get(id) ?? [])
  })
  return beside
}
