import type { EventFilters } from '@/data/events'

/** The shelves on which a worker looks for an event. */
export const SHELVES: { key: string; label: string; filters: EventFilters }[] = [
  { key: 'mine', label: '待我办', filters: { scope: 'mine', open: 1 } },
  { key: 'open', label: '办理中', filters: { scope: 'reach', open: 1 } },
  { key: 'closed', label: '已办结', filters: { scope: 'reach', state: ['CLOSED'] } },
  {
    key: 'stopped',
    label: '未办理',
    filters: { scope: 'reach', state: ['REFUSED', 'NOT_FILED', 'VOID', 'MERGED'] },
  },
  { key: 'all', label: '全部', filters: { scope: 'reach' } },
]
