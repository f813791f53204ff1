import { purge, retell, rowsOf } from '@/sync/apply'
import { deviceOf, type Context } from '@/sync/context'
import type { Held, Outbox } from '@/sync/db'
import { erase } from '@/sync/erase'
import { mayPurge, type Unsent } from '@/sync/laws'
import { fetchRows } from '@/sync/rows'
import { PROTOCOL, type Scope } from '@/sync/wire'

/**
 * Hand-over of a scope, second half: what was done in it is up, so its rows go and the server is told. `lost`: all
 * that are to go.
 */
export async function letGo(ctx: Context, scope: Scope, lost: Scope[]): Promise<void> {
  if (!mayPurge(scope, await unsentOf(ctx.box))) return
  await readAnew(ctx, scope, lost)
  await erase(ctx.box, `rows of ${scope}`, 'scope revoked', () => purge(ctx.replica, scope))
  await deliverReceipts(ctx)
}

/** What stays in another scope is asked for once more: it was told to somebody who saw more of it, and may do more. */
async function readAnew(ctx: Context, scope: Scope, lost: Scope[]): Promise<void> {
  const by = new Map<Scope, Held[]>()
  for (const row of await rowsOf(ctx.replica, scope)) {
    const other = row.scopes.find((one) => !lost.includes(one))
    if (other !== undefined) by.set(other, [...(by.get(other) ?? []), row])
  }
  for (const [other, rows] of by) {
    const epoch = (await ctx.replica.cursors.get(other))?.epoch
    if (epoch === undefined) continue
    const keys = rows.map(({ kind, id }): [string, string] => [kind, id])
    await retell(ctx.replica, rows, await fetchRows(ctx, { scope: other, epoch }, keys))
  }
}

/** Told until the server has heard it; one it does not want holds up nothing else. */
export async function deliverReceipts({ ask, box, replica }: Context): Promise<void> {
  for (const { scope, rows } of await replica.receipts.toArray()) {
    const body = { protocol: PROTOCOL, device: await deviceOf(box), scope, rows }
    const { status } = await ask({ method: 'POST', path: '/api/sync/purged/', body })
    if (status < 300) await replica.receipts.delete(scope)
  }
}

/** Commands, and the scopes of photos whose commands may be up already. */
async function unsentOf(box: Outbox): Promise<Unsent[]> {
  const commands = await box.commands.toArray()
  const photos = await box.media.where('waiting').equals(1).toArray()
  const settled = await box.journal.bulkGet(photos.map(({ command }) => command))
  return [
    ...commands.map(({ scope, parked }) => ({ scope, isParked: parked })),
    ...settled.flatMap((one) => (one ? [{ scope: one.scope, isParked: false }] : [])),
  ]
}
