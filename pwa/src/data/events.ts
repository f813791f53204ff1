import { get, send } from '@/data/api'
import type { Values } from '@/data/moves'
import type {
  Channel,
  EventCounts,
  EventDetail,
  EventRow,
  Level,
  Light,
  Page,
  Report,
  RowId,
  StateCode,
} from '@/data/types'

export interface EventFilters {
  scope?: 'mine' | 'reach'
  state?: readonly StateCode[]
  light?: Light
  level?: Level
  category?: RowId
  channel?: Channel
  grid?: RowId
  division?: RowId
  unit?: RowId
  q?: string
  bbox?: string
  open?: 1
  cursor?: string | null
  limit?: number
}

/** id, lon, lat, state, light, number */
export type EventPoint = [string, number, number, StateCode, Light, string]

const door = '/api/events/'

export const listEvents = (filters: EventFilters, signal?: AbortSignal) =>
  get<Page<EventRow>>(door, { ...filters }, signal)

export const eventPoints = (filters: EventFilters, signal?: AbortSignal) =>
  get<{ points: EventPoint[]; more: boolean }>(`${door}points/`, { ...filters }, signal)

export const eventCounts = (scope: 'mine' | 'reach') =>
  get<EventCounts>(`${door}counts/`, { scope })

export const eventDetail = (id: string) => get<EventDetail>(`${door}${id}/`)

export const reportEvent = (report: Report, id: string) => send<EventRow>(door, report, { id })

export const moveEvent = (event: string, verb: string, values: Values, id: string) =>
  send<EventDetail>(`${door}${event}/${verb}/`, values, { id })
