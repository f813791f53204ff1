import { shallowRef, watch, type Ref } from 'vue'
import { eventDetail } from '@/data/events'
import { asRefusal, type Refusal } from '@/data/refusal'
import type { EventDetail } from '@/data/types'

/** The opened matter; a late answer for one that was closed meanwhile is dropped. */
export function useDetail(id: Ref<string | null>) {
  const detail = shallowRef<EventDetail | null>(null)
  const busy = shallowRef(false)
  const trouble = shallowRef<Refusal | null>(null)

  async function refresh(): Promise<void> {
    const wanted = id.value
    if (wanted === null) return
    busy.value = true
    try {
      const found = await eventDetail(wanted)
      if (id.value === wanted) show(found)
    } catch (error) {
      if (id.value === wanted) trouble.value = asRefusal(error)
    } finally {
      if (id.value === wanted) busy.value = false
    }
  }

  function show(found: EventDetail): void {
    if (found.id !== id.value) return
    detail.value = found
    trouble.value = null
  }

  watch(
    id,
    () => {
      detail.value = null
      trouble.value = null
      return refresh()
    },
    { immediate: true },
  )
  return { detail, busy, trouble, refresh, show }
}
