import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { eventPoints, type EventFilters, type EventPoint } from '@/data/events'

type Ask = typeof eventPoints

/** The same question's points; when they are too many for one answer, only those in view. */
export function usePoints(
  filters: Ref<EventFilters>,
  view: Ref<string | null>,
  ask: Ask = eventPoints,
) {
  const points = shallowRef<EventPoint[]>([])
  const more = shallowRef(false)
  let crowded = false
  let asking = new AbortController()

  const boundsNow = (): string | undefined =>
    filters.value.bbox ?? (crowded ? (view.value ?? undefined) : undefined)

  async function refresh(): Promise<void> {
    asking.abort()
    const { signal } = (asking = new AbortController())
    const bbox = boundsNow()
    try {
      const found = await ask({ ...filters.value, bbox }, signal)
      if (signal.aborted) return
      if (found.more && bbox === undefined && view.value !== null) {
        crowded = true
        return await refresh()
      }
      points.value = found.points
      more.value = found.more
    } catch {
      // The queue beside the map says what is wrong; the old points stay.
    }
  }

  const restart = (): Promise<void> => {
    crowded = false
    return refresh()
  }

  watch(filters, restart, { immediate: true })
  watch(view, () => (crowded && filters.value.bbox === undefined ? refresh() : undefined))
  onScopeDispose(() => asking.abort())
  return { points, more, refresh }
}
