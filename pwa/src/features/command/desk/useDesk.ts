import { computed, nextTick } from 'vue'
import type { EventPoint } from '@/data/events'
import type { EventDetail, EventRow } from '@/data/types'
import { useCounts } from '@/features/command/desk/useCounts'
import { useDeskLive } from '@/features/command/desk/useDeskLive'
import { useDeskQuery } from '@/features/command/desk/useDeskQuery'
import { useDetail } from '@/features/command/desk/useDetail'
import { usePoints } from '@/features/command/desk/usePoints'
import { useQueue } from '@/features/command/desk/useQueue'
import { useSound } from '@/features/command/shell/useSound'

/** Queue, map and detail over one question, kept true by the live line. */
export function useDesk() {
  const { query, change, filters, view } = useDeskQuery()
  const opened = computed(() => query.value.event)
  const queue = useQueue(filters)
  const points = usePoints(filters, view)
  const counts = useCounts()
  const detail = useDetail(opened)
  const { ring } = useSound()
  const { fresh } = useDeskLive({
    patch: queue.patch,
    refreshQueue: queue.refresh,
    refreshPoints: points.refresh,
    refreshCounts: counts.refresh,
    refreshDetail: detail.refresh,
    opened: () => opened.value,
    ring,
  })

  const chosen = computed(() => {
    const row = detail.detail.value ?? queue.rows.value.find(({ id }) => id === opened.value)
    return row ? pointOf(row) : null
  })

  const open = (event: string | null): void => change({ event })

  /** What somebody did here needs no notice to show. */
  function moved(answer: EventDetail): void {
    if ('moves' in answer) detail.show(answer)
    else void nextTick(detail.refresh)
    void Promise.all([queue.refresh(), counts.refresh(), points.refresh()])
  }

  return { query, change, view, queue, points, counts, detail, fresh, chosen, open, moved }
}

const pointOf = (row: EventRow): EventPoint => [
  row.id,
  row.lon,
  row.lat,
  row.state,
  row.light,
  row.number,
]
