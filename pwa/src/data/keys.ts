import { get, send } from '@/data/api'
import type { components } from '@/data/schema'
import type { Rows } from '@/data/types'

type Schema = components['schemas']

export type KeyRow = Required<Schema['KeyRow']>
/** `secret` is told this once. */
export type NewKey = Schema['NewKeyRow']

const door = '/api/keys/'

export const listKeys = async () => (await get<Rows<KeyRow>>(door)).rows

export const addKey = (told: { name: string; days: number; password: string }, id: string) =>
  send<NewKey>(door, told, { id })

export const endKey = (id: string) =>
  send<undefined>(`${door}${id}/`, undefined, { method: 'DELETE' })
