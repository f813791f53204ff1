import { computed } from 'vue'
import { account } from '@/data/session'
import { useStored } from '@/sync/access'
import type { SyncPhone } from '@/sync/phone'

/** A grid this phone still holds, or has just given back. */
export interface Leaving {
  scope: string
  name: string
  waiting: number
  /** When its rows went from this phone; null while they are still here. */
  gone_at: number | null
  rows: number
}

export const myGrids = computed(() =>
  (account.value?.postings ?? []).filter(
    ({ role, at_kind: kind }) => role === 'WORKER' && kind === 'grid',
  ),
)

/** Grids that are not this worker's any more: what still waits, and what has been given back. */
export async function leavingOf(phone: SyncPhone): Promise<Leaving[]> {
  const mine = new Set(myGrids.value.map(({ at_id: id }) => `grid:${id}`))
  const cursors = (await phone.replica.cursors.toArray()).filter(({ kind }) => kind === 'grid')
  const waiting = await phone.box.commands.toArray()
  const erased = await phone.box.erased.toArray()
  const held = cursors
    .filter(({ scope }) => !mine.has(scope))
    .map(({ scope, name }) => ({ scope, name, gone_at: null, rows: 0 }))
  const gone = erased
    .filter(({ reason, what }) => reason === 'scope revoked' && what.startsWith('rows of grid:'))
    .map(({ what, at, count }) => ({
      scope: what.slice('rows of '.length),
      name: '',
      gone_at: at,
      rows: count,
    }))
  return [...held, ...gone].map((one) => ({
    ...one,
    waiting: waiting.filter(({ scope }) => scope === one.scope).length,
  }))
}

export const useLeaving = () => useStored(leavingOf, [])
