import { shallowRef, watch, type Ref } from 'vue'
import { neighboursOf, type Neighbour } from '@/data/grids'
import { gridDetail } from '@/data/places'
import { asRefusal, type Refusal } from '@/data/refusal'
import type { GridDetail, RowId } from '@/data/types'

const server = { gridDetail, neighboursOf }

/** The chosen grid, those beside it and whether one may redraw it. */
export function useGrid(id: Ref<RowId | null>, ask = server) {
  const grid = shallowRef<GridDetail | null>(null)
  const neighbours = shallowRef<Neighbour[]>([])
  const mayRedraw = shallowRef(false)
  const refusal = shallowRef<Refusal | null>(null)

  async function read(): Promise<void> {
    const wanted = id.value
    refusal.value = null
    neighbours.value = []
    mayRedraw.value = false
    if (wanted === null) return void (grid.value = null)
    try {
      const [found, beside] = await Promise.all([ask.gridDetail(wanted), ask.neighboursOf(wanted)])
      if (wanted !== id.value) return
      grid.value = found
      neighbours.value = beside.rows
      mayRedraw.value = beside.may_redraw
    } catch (error) {
      if (wanted === id.value) refusal.value = asRefusal(error)
    }
  }

  watch(id, read, { immediate: true })
  return { grid, neighbours, mayRedraw, refusal }
}
