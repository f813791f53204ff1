import { get, send } from '@/data/api'
import type { components } from '@/data/schema'
import type { Rows } from '@/data/types'

/** What a worker did without a network and no rule could decide. */
export type HeldRow = components['schemas']['HeldRow']
export type Side = 'mine' | 'theirs'

export const listHeld = async (): Promise<HeldRow[]> =>
  (await get<Rows<HeldRow>>('/api/sync/held/')).rows

export const settleHeld = (row: string, take: Side, id: string): Promise<unknown> =>
  send(`/api/sync/held/${row}/settle/`, { take }, { id })
