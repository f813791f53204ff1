import { computed, shallowRef } from 'vue'
import { eventCounts } from '@/data/events'
import type { EventCounts, StateCode } from '@/data/types'
import type { Tab } from '@/features/command/desk/query'

const NONE: EventCounts = { states: {}, lights: {}, more: false }

const sum = (counts: EventCounts): number =>
  Object.values(counts.states).reduce((total, n) => total + n, 0)

export function useCounts() {
  const mine = shallowRef(NONE)
  const reach = shallowRef(NONE)

  async function refresh(): Promise<void> {
    try {
      const found = await Promise.all([eventCounts('mine'), eventCounts('reach')])
      ;[mine.value, reach.value] = found
    } catch {
      // Old numbers are better than none; the queue says what is wrong.
    }
  }

  const tabs = computed<Record<Tab, number>>(() => ({
    mine: sum(mine.value),
    all: sum(reach.value),
    soon: reach.value.lights.YELLOW ?? 0,
    late: reach.value.lights.RED ?? 0,
  }))
  const states = computed(() => reach.value.states as Partial<Record<StateCode, number>>)
  const more = computed(() => reach.value.more)
  void refresh()
  return { tabs, states, more, refresh }
}
