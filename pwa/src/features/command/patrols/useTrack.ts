import { shallowRef, watch, type Ref } from 'vue'
import { gridDetail } from '@/data/places'
import { asRefusal, type Refusal } from '@/data/refusal'
import { lookAtRound, type Round, type Track } from '@/data/rounds'
import type { GridDetail } from '@/data/types'

const server = { gridDetail, lookAtRound }

/** The grid of the chosen round at once, and where it led only when somebody asks: that is written down. */
export function useTrack(round: Ref<Round | null>, ask = server) {
  const grid = shallowRef<GridDetail | null>(null)
  const track = shallowRef<Track | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const isLooking = shallowRef(false)

  async function outline(wanted: Round): Promise<void> {
    if (grid.value?.id === wanted.grid.id) return
    grid.value = null
    try {
      const found = await ask.gridDetail(wanted.grid.id)
      if (round.value?.grid.id === found.id) grid.value = found
    } catch (error) {
      if (round.value === wanted) refusal.value = asRefusal(error)
    }
  }

  async function look(): Promise<void> {
    const wanted = round.value
    if (!wanted || isLooking.value) return
    isLooking.value = true
    refusal.value = null
    try {
      const seen = await ask.lookAtRound(wanted.id)
      if (round.value?.id === seen.id) track.value = seen
    } catch (error) {
      if (round.value?.id === wanted.id) refusal.value = asRefusal(error)
    } finally {
      isLooking.value = false
    }
  }

  watch(
    () => round.value?.id,
    () => {
      track.value = null
      refusal.value = null
      if (round.value) void outline(round.value)
      else grid.value = null
    },
    { immediate: true },
  )
  return { grid, track, refusal, isLooking, look }
}
