import { computed, shallowRef, watch, type Ref } from 'vue'
import {
  previewRedraw,
  redrawGrids,
  type Neighbour,
  type Preview,
  type Redrawn,
} from '@/data/grids'
import { newId } from '@/data/ids'
import type { GridDetail } from '@/data/types'
import { useAttempt } from '@/features/command/useAttempt'
import { useDrawing } from '@/features/command/grids/useDrawing'

const server = { previewRedraw, redrawGrids }

/** One redrawing from its first point to the server's answer; what was drawn is looked at before it is done. */
export function useRedraw(
  grid: Ref<GridDetail | null>,
  neighbours: Ref<Neighbour[]>,
  done: (answer: Redrawn) => void,
  ask = server,
) {
  const drawing = useDrawing(grid, neighbours)
  const { wanted, begin } = drawing
  const preview = shallowRef<Preview | null>(null)
  const names = shallowRef<string[]>([])
  const { acting, refusal, attempt } = useAttempt()
  const busy = computed(() => acting.value !== '')

  watch(grid, () => begin(null))
  /** What was looked at is no longer what is drawn. */
  watch(wanted, () => {
    preview.value = null
    refusal.value = null
  })

  async function look(): Promise<void> {
    const redraw = wanted.value
    if (!redraw) return
    await attempt(redraw.kind, async () => {
      const found = await ask.previewRedraw(redraw)
      if (redraw !== wanted.value) return
      const own = grid.value?.name ?? ''
      names.value = redraw.kind === 'SPLIT' ? [`${own}西`, `${own}东`] : [own]
      preview.value = found
    })
  }

  async function carry(): Promise<void> {
    const redraw = wanted.value
    if (!redraw || !preview.value) return
    await attempt(redraw.kind, async () => {
      const told = names.value.map((name) => name.trim())
      const answer = await ask.redrawGrids(redraw, told, newId())
      begin(null)
      done(answer)
    })
  }

  const isNamed = computed(() => {
    const told = names.value.map((name) => name.trim())
    return told.every(Boolean) && new Set(told).size === told.length
  })
  return { ...drawing, preview, names, refusal, busy, isNamed, look, carry }
}
