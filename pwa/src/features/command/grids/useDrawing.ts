import { computed, shallowRef, type Ref } from 'vue'
import type { LonLat, Neighbour, Redraw } from '@/data/grids'
import type { GridDetail, RowId } from '@/data/types'

export type Mode = Redraw['kind']

/** What is drawn on the map and which neighbours are chosen, and what that asks for. */
export function useDrawing(grid: Ref<GridDetail | null>, neighbours: Ref<Neighbour[]>) {
  const mode = shallowRef<Mode | null>(null)
  const line = shallowRef<LonLat[]>([])
  const others = shallowRef<RowId[]>([])

  function begin(chosen: Mode | null): void {
    mode.value = chosen
    line.value = []
    others.value = []
  }

  const offered = computed(() =>
    neighbours.value.filter(({ may_merge }) => mode.value !== 'MERGE' || may_merge),
  )

  /** A border has one neighbour and begins as it is. */
  function toggle(id: RowId): void {
    const found = offered.value.find((row) => row.id === id)
    if (!found) return
    if (mode.value === 'BORDER') {
      others.value = [id]
      line.value = found.border
      return
    }
    const held = others.value.includes(id)
    others.value = held ? others.value.filter((other) => other !== id) : [...others.value, id]
  }

  const wanted = computed(() =>
    grid.value && mode.value ? redrawOf(mode.value, grid.value.id, others.value, line.value) : null,
  )

  return { mode, line, others, offered, wanted, begin, toggle }
}

/** Null while something is still lacking. */
function redrawOf(mode: Mode, own: RowId, others: RowId[], line: LonLat[]): Redraw | null {
  const [other] = others
  if (mode === 'SPLIT') return line.length > 1 ? { kind: mode, grids: [own], line } : null
  if (other === undefined) return null
  if (mode === 'MERGE') return { kind: mode, grids: [own, ...others] }
  return line.length > 1 ? { kind: mode, grids: [own, other], line } : null
}
