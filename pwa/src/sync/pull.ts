import {
  applyDelta,
  applyWhole,
  blank,
  isNowhere,
  keepScopes,
  lackingOf,
  rowsOf,
  type Check,
} from '@/sync/apply'
import { deviceOf, type Context } from '@/sync/context'
import { keepNote, note, type Cursor } from '@/sync/db'
import { digestOf } from '@/sync/digest'
import { isLevel, isRestored } from '@/sync/laws'
import { bodyOf, noLine } from '@/sync/line'
import { offerAgain, offersOf, settle } from '@/sync/outbox'
import { deliverReceipts, letGo } from '@/sync/revoke'
import {
  BATCH,
  PROTOCOL,
  type Digest,
  type LiveRow,
  type PullAnswer,
  type RowsAnswer,
  type ScopeAnswer,
  type ScopeRow,
  type SnapshotLine,
} from '@/sync/wire'

const DAY = 86_400_000
const OVERLAP = 600_000
/** More pages than any grid has: a server that never comes to an end is not followed for ever. */
const MOST_PAGES = 500
const PATIENCE = 60_000

/** Asks until every scope is quiet; says whether a scope was taken away. `learn`: which scopes are this worker's now? */
export async function pullAll(ctx: Context, learn = false): Promise<boolean> {
  const { box, replica } = ctx
  const seq = await note(box, 'seq', 0)
  const echoes = await box.journal.where('echo').equals(1).primaryKeys()
  const revoked = new Set<string>()
  await deliverReceipts(ctx)
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const [offers, pending] = [await offersOf(box), await pendingOf(ctx)]
    const asked = { offers, pending, at: ctx.now(), cursors: await replica.cursors.toArray() }
    const answer = await pullOnce(ctx, asked, learn && page === 0)
    asked.cursors.push(...(await learnt(ctx, asked.cursors, answer.mine ?? [])))
    answer.revoked.forEach((scope) => revoked.add(scope))
    if (!(await takeIn(ctx, asked, answer))) continue
    // What went or came while this was taken in is told, so that the station counts what this phone counts.
    if ((await box.commands.count()) !== pending.count) continue
    await finish(ctx, { seq, echoes, server: answer.server_time })
    return revoked.size > 0
  }
  throw noLine()
}

interface Asked {
  offers: number
  pending: { count: number; oldest_at: string | null }
  /** What was due to be compared then was asked for. */
  at: number
  cursors: Cursor[]
}

interface Finish {
  seq: number
  echoes: string[]
  server: string
}

/** What had been settled before the first question is in the rows by now. */
async function finish({ box, now }: Context, { seq, echoes, server }: Finish): Promise<void> {
  const after = new Date(new Date(server).getTime() - OVERLAP).toISOString()
  await box.transaction('rw', box.journal, box.notes, async () => {
    for (const id of echoes) await box.journal.update(id, { echo: 0 })
    await keepNote(box, 'pulled', { seq, at: now() })
    await keepNote(box, 'outcomes_after', after)
    await box.notes.delete('evicted')
  })
}

/** What this phone may carry and had not known of; the same answer tells where it is. */
async function learnt({ replica }: Context, known: Cursor[], mine: ScopeRow[]): Promise<Cursor[]> {
  if (mine.length > 0) await keepScopes(replica, mine)
  return mine.filter((one) => known.every(({ scope }) => scope !== one.scope)).map(blank)
}

async function pullOnce(
  ctx: Context,
  { cursors, pending, at }: Asked,
  learn: boolean,
): Promise<PullAnswer> {
  const { ask, box, account, app } = ctx
  const body = {
    protocol: PROTOCOL,
    account,
    device: await deviceOf(box),
    app,
    scopes: await Promise.all(cursors.map((cursor) => questionOf(ctx, cursor, at))),
    learn,
    pending,
    storage: await ctx.storage(),
    outcomes_after: await note<string | null>(box, 'outcomes_after', null),
    evicted: await note<object | null>(box, 'evicted', null),
  }
  const answer = bodyOf<PullAnswer>(await ask({ method: 'POST', path: '/api/sync/pull/', body }))
  if (!Array.isArray(answer?.scopes) || !Array.isArray(answer.outcomes)) throw noLine()
  return answer
}

async function questionOf(ctx: Context, cursor: Cursor, at: number): Promise<object> {
  const { scope, epoch, version } = cursor
  if (isNowhere(cursor)) return { scope, epoch: null, version: null, digest: null }
  return { scope, epoch, version, digest: await dueDigest(ctx, cursor, at) }
}

/** Once a day and after each update: a cursor shows what is new, only the digest shows what is wrong. */
async function dueDigest(ctx: Context, cursor: Cursor, at: number): Promise<Digest | null> {
  if (!isDue(ctx, cursor, at)) return null
  return digestOf(await rowsOf(ctx.replica, cursor.scope), cursor.scope)
}

const isDue = ({ app }: Context, { checked_by, checked_at }: Cursor, at: number): boolean =>
  checked_by !== app || Math.abs(at - checked_at) > DAY

async function pendingOf({ box }: Context): Promise<Asked['pending']> {
  const oldest = await box.commands.orderBy('seq').first()
  const count = await box.commands.count()
  return { count, oldest_at: oldest ? new Date(oldest.saved_at).toISOString() : null }
}

/**
 * True when there is nothing more to ask for. The scopes go beside each other: while one is fetched another is
 * written, and what one cannot do keeps no other from it.
 */
async function takeIn(
  ctx: Context,
  { offers, cursors, at }: Asked,
  answer: PullAnswer,
): Promise<boolean> {
  const isBack = await offerAgain(ctx.box, answer.scopes)
  const heard = { now: ctx.now(), offers: offers + (isBack ? 1 : 0) }
  await settle(ctx.box, answer.outcomes, heard)
  const taken = await Promise.allSettled(
    answer.scopes.flatMap((told) => {
      const cursor = cursors.find(({ scope }) => scope === told.scope)
      return cursor ? [takeScope(ctx, { cursor, wasDue: isDue(ctx, cursor, at) }, told)] : []
    }),
  )
  // What stays of a scope that went is compared in the same round.
  let isQuiet = true
  for (const scope of answer.revoked) if (await letGo(ctx, scope)) isQuiet = false
  for (const one of taken) if (one.status === 'rejected') throw one.reason
  return isQuiet && taken.every((one) => one.status === 'fulfilled' && one.value)
}

async function takeScope(
  ctx: Context,
  { cursor, wasDue }: { cursor: Cursor; wasDue: boolean },
  told: ScopeAnswer,
): Promise<boolean> {
  if (told.snapshot) return takeSnapshot(ctx, cursor, { ...told, snapshot: told.snapshot })
  if (told.manifest) return takeManifest(ctx, cursor, { ...told, manifest: told.manifest })
  // Of one who sent no digest, or was behind, nothing has been compared (S-08).
  const isCompared = wasDue && isLevel(told, cursor)
  const page = isCompared ? { ...told, check: checkOf(ctx) } : told
  const isApplied = await applyDelta(ctx.replica, cursor, page)
  return isApplied && !told.more && (isCompared || !wasDue)
}

const checkOf = ({ now, app }: Context): Check => ({ checked_at: now(), checked_by: app })

/** As new as a page of changes, unless something on the way kept an older one or the server was restored meanwhile. */
async function takeSnapshot(
  ctx: Context,
  cursor: Cursor,
  told: ScopeAnswer & Required<Pick<ScopeAnswer, 'snapshot'>>,
): Promise<boolean> {
  const whole = await fetchWhole(ctx, told.snapshot)
  const listed = listOf(whole.rows.map(({ kind, id }) => [kind, id]))
  const isApplied = await applyWhole(ctx.replica, cursor, {
    ...whole,
    listed,
    check: checkOf(ctx),
  })
  return isApplied && whole.epoch === told.epoch && whole.version >= told.version
}

/** Each line is sealed while the next is on its way. Without the last one it was cut off. */
async function fetchWhole({ ask, replica }: Context, path: string): Promise<RowsAnswer> {
  const rows: LiveRow[] = []
  let told: SnapshotLine = {}
  const onLine = (line: unknown): void => {
    const { rows: more = [], ...rest } = line as SnapshotLine
    told = { ...told, ...rest }
    replica.sealAhead(more)
    rows.push(...more)
  }
  bodyOf(await ask({ method: 'GET', path, patience: PATIENCE, onLine }))
  const { scope, epoch, version, count } = told
  if (scope === undefined || epoch === undefined || version === undefined) throw noLine()
  if (count !== rows.length) throw noLine()
  return { scope, epoch, version, rows }
}

const listOf = (keys: [kind: string, id: string, ...rest: unknown[]][]): Set<string> =>
  new Set(keys.map(([kind, id]) => `${kind}:${id}`))

/** Repair without a wipe: what is right stays, and only what differs is fetched. */
async function takeManifest(
  ctx: Context,
  cursor: Cursor,
  told: ScopeAnswer & Required<Pick<ScopeAnswer, 'manifest'>>,
): Promise<false> {
  const { scope, epoch, version, manifest } = told
  const held = await rowsOf(ctx.replica, scope)
  const isBack = !isNowhere(cursor) && isRestored(cursor.epoch, epoch)
  const rows = await fetchRows(ctx, told, lackingOf(held, scope, told, isBack))
  const whole = { scope, epoch, version, rows, listed: listOf(manifest), check: checkOf(ctx) }
  await applyWhole(ctx.replica, cursor, whole)
  return false
}

async function fetchRows(
  { ask }: Context,
  { scope, epoch }: ScopeAnswer,
  keys: [kind: string, id: string][],
): Promise<LiveRow[]> {
  const found: LiveRow[] = []
  for (let from = 0; from < keys.length; from += BATCH.rows) {
    const body = { protocol: PROTOCOL, scope, rows: keys.slice(from, from + BATCH.rows) }
    const answer = bodyOf<RowsAnswer>(await ask({ method: 'POST', path: '/api/sync/rows/', body }))
    // Restored once more while we were asking: begin again.
    if (answer.epoch !== epoch) throw noLine()
    found.push(...answer.rows)
  }
  return found
}
