import { get, send } from '@/data/api'
import type { components } from '@/data/schema'
import type { Page, Rows } from '@/data/types'

type Schema = components['schemas']

/** A worker's phone as it last told of itself. */
export type OwnPhone = Schema['OwnPhone']
/** The same, with whose it is. */
export type PhoneRow = Schema['PhoneRow']
export type Shelf = 'unsent' | 'all' | 'lost'

export const myPhones = async (): Promise<OwnPhone[]> =>
  (await get<Rows<OwnPhone>>('/api/sync/phones/mine/')).rows

export const findPhones = (shelf: Shelf, q: string, cursor: string | null, limit: number) =>
  get<Page<PhoneRow>>('/api/sync/phones/', { shelf, q, cursor, limit })

/** Signed out at once; told nothing and unlocked by nobody until it is found. */
export const losePhone = (id: string) => send<Schema['PhoneState']>(`/api/sync/phones/${id}/lost/`)

export const restorePhone = (id: string) =>
  send<Schema['PhoneState']>(`/api/sync/phones/${id}/found/`)
