import { listEvents, type EventFilters } from '@/data/events'
import { usePages } from '@/features/shell/usePages'

/** Events of a shelf, page by page. */
export function useEventList(filters: () => EventFilters) {
  return usePages((cursor, limit) => listEvents({ ...filters(), cursor, limit }))
}
