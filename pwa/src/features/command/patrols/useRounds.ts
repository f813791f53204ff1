import { shallowRef, watch } from 'vue'
import { listRounds, type Round, type RoundFilters } from '@/data/rounds'
import { NOWHERE } from '@/features/command/grids/usePlaces'
import { usePages } from '@/features/shell/usePages'

/** The list of rounds, narrowed by a place and a name. */
export function useRounds(ask = listRounds) {
  const q = shallowRef('')
  const area = shallowRef(NOWHERE)
  /** So long after its beginning a round still has its track. */
  const days = shallowRef(0)

  const filters = (): RoundFilters => ({
    q: q.value,
    division: area.value.path.at(-1) ?? null,
    grid: area.value.grid,
  })
  const pages = usePages<Round>(async (cursor, limit) => {
    const page = await ask(filters(), cursor, limit)
    days.value = page.track_days
    return page
  })
  watch([q, area], () => void pages.restart(), { immediate: true })

  return { ...pages, q, area, days }
}
