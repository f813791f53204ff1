import type { Cursor, Held, Replica } from '@/sync/db'
import { isNewer, isStillAsked } from '@/sync/laws'
import {
  isDead,
  type Mark,
  type RowsAnswer,
  type Scope,
  type ScopeAnswer,
  type ScopeRow,
  type ToldRow,
} from '@/sync/wire'

const keyOf = ({ kind, id }: { kind: string; id: string }): [string, string] => [kind, id]
const nameOf = ({ kind, id }: { kind: string; id: string }): string => `${kind}:${id}`

/** The row after one scope told of it; null when no scope of this phone holds it any more. */
function afterTold(held: Held | undefined, told: ToldRow, mark: Mark, scope: Scope): Held | null {
  if (isDead(told)) return held ? without(held, scope) : null
  const revs = { ...held?.revs, [scope]: told.rev }
  const scopes = Object.keys(revs)
  if (!held || isNewer(held, mark.epoch, told.rev)) {
    const { kind, id, rev, body } = told
    return { kind, id, epoch: mark.epoch, rev, body, revs, scopes }
  }
  return isGained(held, scope) ? unsure(held, { [scope]: told.rev }) : { ...held, revs, scopes }
}

const isGained = ({ scopes }: Held, scope: Scope): boolean => !scopes.includes(scope)

/** A row that left one scope stays while another holds it. */
function without(held: Held, scope: Scope): Held | null {
  const revs = Object.fromEntries(Object.entries(held.revs).filter(([one]) => one !== scope))
  const scopes = Object.keys(revs)
  return scopes.length > 0 ? { ...held, revs, scopes } : null
}

/** When all of a scope was last known to be right, and by which version of the app. */
export type Check = Pick<Cursor, 'checked_at' | 'checked_by'>

/**
 * A page of changes: rows and cursor in one transaction, and only over what it was asked for. False when nothing was
 * written, or when something that was written has to be asked for anew.
 */
export function applyDelta(
  replica: Replica,
  asked: Cursor,
  told: ScopeAnswer & { check?: Check },
): Promise<boolean> {
  return replica.transaction('rw', replica.rows, replica.cursors, async () => {
    const known = await replica.cursors.get(asked.scope)
    if (!isStillAsked(known, asked)) return false
    const rows = told.rows ?? []
    const held = await replica.rows.bulkGet(rows.map(keyOf))
    const isSure = await write(replica, { ...told, rows }, held)
    await moveCursor(replica, { asked, known }, told)
    return isSure
  })
}

type Whole = RowsAnswer & { listed: ReadonlySet<string>; check: Check }

/** All of a scope: what is not listed goes, what differs is put in its place. Never touches other scopes. */
export function applyWhole(replica: Replica, asked: Cursor, told: Whole): Promise<boolean> {
  return replica.transaction('rw', replica.rows, replica.cursors, async () => {
    const known = await replica.cursors.get(asked.scope)
    if (!isStillAsked(known, asked)) return false
    const held = await rowsOf(replica, told.scope)
    await replace(
      replica,
      held
        .filter((row) => !told.listed.has(nameOf(row)))
        .map((row) => [row, without(row, told.scope)]),
    )
    const isSure = await write(replica, told, await heldOf(replica, told.rows, held))
    await moveCursor(replica, { asked, known }, told)
    return isSure
  })
}

/** The rows a scope holds here. */
export const rowsOf = (replica: Replica, scope: Scope): Promise<Held[]> =>
  replica.rows.where('scopes').equals(scope).toArray()

/** A cursor that was never moved stands for an empty scope. */
const NOWHERE: Mark = { epoch: 0, version: -1 }

export const isNowhere = ({ version }: Mark): boolean => version === NOWHERE.version

/** What became doubtful since it was asked stays so. */
async function moveCursor(
  replica: Replica,
  { asked, known }: { asked: Cursor; known: Cursor | undefined },
  { epoch, version, check }: Mark & { check?: Check },
): Promise<void> {
  const isSure = known?.checked_at === asked.checked_at
  await replica.cursors.put({ ...asked, ...known, epoch, version, ...(isSure && check) })
}

/** What is held of these rows. An empty phone is asked for its keys once, and not for a thousand rows one by one. */
async function heldOf(
  replica: Replica,
  rows: ToldRow[],
  known: Held[],
): Promise<(Held | undefined)[]> {
  const by = new Map(known.map((row) => [nameOf(row), row]))
  const here = new Set(
    (await replica.rows.toCollection().primaryKeys()).map(([kind, id]) => nameOf({ kind, id })),
  )
  const others = rows.filter((row) => !by.has(nameOf(row)) && here.has(nameOf(row)))
  for (const row of await replica.rows.bulkGet(others.map(keyOf))) if (row) by.set(nameOf(row), row)
  return rows.map((row) => by.get(nameOf(row)))
}

type Told = Omit<RowsAnswer, 'rows'> & { rows: ToldRow[] }

/** False when another scope's body stands in the place of one that was told for more: it is asked for anew. */
async function write(replica: Replica, told: Told, held: (Held | undefined)[]): Promise<boolean> {
  const changes = told.rows.map((row, index): Change => [
    row,
    afterTold(held[index], row, told, told.scope),
  ])
  await replace(replica, changes)
  const doubted = changes.flatMap(([, after]) => (after?.rev === ASKED_ANEW ? after.scopes : []))
  await compareAnew(
    replica,
    doubted.filter((scope) => scope !== told.scope),
  )
  return doubted.length === 0
}

type Change = [row: { kind: string; id: string }, after: Held | null]

async function replace(replica: Replica, changes: Change[]): Promise<void> {
  const gone = changes.filter(([, after]) => after === null)
  await replica.rows.bulkPut(changes.flatMap(([, after]) => (after ? [after] : [])))
  await replica.rows.bulkDelete(gone.map(([row]) => keyOf(row)))
}

/** New scopes get a cursor at nowhere; names may change. Scopes lost are not touched here. */
export function keepScopes(replica: Replica, scopes: ScopeRow[]): Promise<void> {
  return replica.transaction('rw', replica.cursors, async () => {
    for (const told of scopes) {
      const { scope, name, kind } = told
      const known = (await replica.cursors.get(scope)) ?? blank(told)
      await replica.cursors.put({ ...known, scope, name, kind })
    }
  })
}

export const blank = ({ scope, name, kind }: ScopeRow): Cursor => ({
  ...NOWHERE,
  ...UNCHECKED,
  scope,
  name,
  kind,
})

/**
 * A scope taken from this worker: its rows and its cursor go together, and a receipt stays until it is delivered. What
 * stays in another scope was told to somebody who had both, and is asked for anew.
 */
export function purge(replica: Replica, scope: Scope): Promise<number> {
  return replica.transaction('rw', replica.rows, replica.cursors, replica.receipts, async () => {
    const held = await rowsOf(replica, scope)
    const changes = held.map((row): Change => {
      const rest = without(row, scope)
      return [row, rest && unsure(rest)]
    })
    await replace(replica, changes)
    await replica.cursors.delete(scope)
    await compareAnew(
      replica,
      changes.flatMap(([, after]) => after?.scopes ?? []),
    )
    // Another tab may have done it a moment ago, and not told the server yet.
    const told = await replica.receipts.get(scope)
    await replica.receipts.put({ scope, rows: Math.max(held.length, told?.rows ?? 0) })
    return held.length
  })
}

/** Due for a comparison at once. */
const UNCHECKED = { checked_at: 0, checked_by: '' }

const compareAnew = async (replica: Replica, scopes: Scope[]): Promise<void> => {
  const some = [...new Set(scopes)]
  if (some.length > 0) await replica.cursors.where('scope').anyOf(some).modify(UNCHECKED)
}

/** A revision no server tells. */
const ASKED_ANEW = 0

/**
 * What is told of a row depends on all the scopes it is read by. Whoever lost or gained one has it at no revision but
 * the one just `told`: the next comparison finds it wrong, and it is fetched as it is told now; whatever is told then
 * is newer, for another scope may have told it under a later revision.
 */
function unsure(held: Held, told: Held['revs'] = {}): Held {
  const known = Object.fromEntries(held.scopes.map((scope) => [scope, ASKED_ANEW]))
  const revs = { ...known, ...told }
  return { ...held, rev: ASKED_ANEW, revs, scopes: Object.keys(revs) }
}

/** Which of the listed rows have to be asked for; after a restore all of them. */
export function lackingOf(
  held: Held[],
  scope: Scope,
  told: Required<Pick<ScopeAnswer, 'manifest'>> & Mark,
  isRestored: boolean,
): [kind: string, id: string][] {
  const revs = new Map(held.map((row) => [nameOf(row), row.revs[scope]]))
  return told.manifest.flatMap(([kind, id, rev]) =>
    !isRestored && revs.get(`${kind}:${id}`) === rev ? [] : [[kind, id] as [string, string]],
  )
}
