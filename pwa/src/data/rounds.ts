import { get, send } from '@/data/api'
import type { components } from '@/data/schema'
import type { RowId } from '@/data/types'

type Schema = components['schemas']

export type Round = Schema['PatrolRow']
export type RoundPage = Schema['PatrolPage']
/** Points are longitude, latitude and seconds since the beginning. */
export type Track = Schema['PatrolTrack']

export interface RoundFilters {
  /** Somebody's name, or a part of it. */
  q: string
  division: RowId | null
  grid: RowId | null
}

export const listRounds = (filters: RoundFilters, cursor: string | null, limit: number) =>
  get<RoundPage>('/api/patrols/', { ...filters, cursor, limit })

/** Where a round led; the server writes down who looked. */
export const lookAtRound = (id: string) => send<Track>(`/api/patrols/${id}/look/`)
