import type { EventFilters } from '@/data/events'
import { eventsAnywhere } from '@/features/events/anywhere'
import { usePages } from '@/features/shell/usePages'

/** Events of a shelf, page by page. */
export function useEventList(filters: () => EventFilters) {
  return usePages((cursor, limit) => eventsAnywhere({ ...filters(), cursor, limit }))
}
