import type { Outbox } from '@/sync/db'

export type Reason =
  | 'settled long ago'
  | 'photo confirmed long ago'
  | 'scope revoked'
  | 'signed out'
  | 'older shape'
  | 'phone lost'

/** Every deletion of local data passes here and leaves a line: what, why, how many. */
export async function erase(
  box: Outbox,
  what: string,
  reason: Reason,
  remove: () => Promise<number>,
): Promise<number> {
  const count = await remove()
  if (count > 0) await box.erased.add({ at: Date.now(), what, reason, count })
  return count
}
