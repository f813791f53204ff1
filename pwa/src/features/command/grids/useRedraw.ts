import { computed, shallowRef, watch, type Ref } from 'vue'
import {
  previewRedraw,
  redrawGrids,
  type LonLat,
  type Neighbour,
  type Preview,
  type Redraw,
  type Redrawn,
} from '@/data/grids'
import { newId } from '@/data/ids'
import { asRefusal, type Refusal } from '@/data/refusal'
import type { GridDetail, RowId } from '@/data/types'

export type Mode = 'SPLIT' | 'MERGE' | 'BORDER'

const server = { previewRedraw, redrawGrids }

/** One redrawing from its first point to the server's answer; what was drawn is looked at before it is done. */
export function useRedraw(
  grid: Ref<GridDetail | null>,
  neighbours: Ref<Neighbour[]>,
  done: (answer: Redrawn) => void,
  ask = server,
) {
  const mode = shallowRef<Mode | null>(null)
  const line = shallowRef<LonLat[]>([])
  const others = shallowRef<RowId[]>([])
  const preview = shallowRef<Preview | null>(null)
  const names = shallowRef<string[]>([])
  const refusal = shallowRef<Refusal | null>(null)
  const busy = shallowRef(false)

  /** What was previewed is no longer what is drawn. */
  watch([line, others], () => {
    preview.value = null
    refusal.value = null
  })
  watch(grid, () => begin(null))

  function begin(chosen: Mode | null): void {
    mode.value = chosen
    line.value = []
    others.value = []
    preview.value = null
    refusal.value = null
  }

  const offered = computed(() =>
    neighbours.value.filter(({ may_merge }) => mode.value !== 'MERGE' || may_merge),
  )

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

  const wanted = computed((): Redraw | null => {
    const [own, other] = [grid.value?.id, others.value[0]]
    if (own === undefined) return null
    if (mode.value === 'SPLIT')
      return line.value.length > 1 ? { kind: 'SPLIT', grids: [own], line: line.value } : null
    if (other === undefined) return null
    if (mode.value === 'MERGE') return { kind: 'MERGE', grids: [own, ...others.value] }
    return { kind: 'BORDER', grids: [own, other], line: line.value }
  })

  async function look(): Promise<void> {
    const redraw = wanted.value
    if (!redraw) return
    await attempt(async () => {
      const found = await ask.previewRedraw(redraw)
      if (redraw !== wanted.value) return
      preview.value = found
      const own = grid.value?.name ?? ''
      names.value = redraw.kind === 'SPLIT' ? [`${own}西`, `${own}东`] : [own]
    })
  }

  async function carry(): Promise<void> {
    const redraw = wanted.value
    if (!redraw || !preview.value) return
    await attempt(async () => {
      const told = names.value.map((name) => name.trim())
      const answer = await ask.redrawGrids(redraw, told, newId())
      begin(null)
      done(answer)
    })
  }

  async function attempt(step: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    refusal.value = null
    try {
      await step()
    } catch (error) {
      refusal.value = asRefusal(error)
    } finally {
      busy.value = false
    }
  }

  const isNamed = computed(() => {
    const told = names.value.map((name) => name.trim())
    return told.every(Boolean) && new Set(told).size === told.length
  })
  return {
    mode,
    line,
    others,
    offered,
    preview,
    names,
    refusal,
    busy,
    wanted,
    isNamed,
    begin,
    toggle,
    look,
    carry,
  }
}
