/** The words between this phone and /api/sync/. */

export const PROTOCOL = 1
/** The most of anything in one request. */
export const BATCH = { commands: 50, rows: 500 } as const

/** `grid:7`, `unit:3`, `worker:12`, `ref:all`: what one of the server's feeds tells about. */
export type Scope = string
export type Body = Record<string, unknown>

export interface ScopeRow {
  scope: Scope
  name: string
  kind: 'grid' | 'worker' | 'unit' | 'ref'
}

/** Something a worker did; it says what was done, never what a row shall look like. */
export interface Command {
  id: string
  seq: number
  kind: string
  v: number
  /** The row it is about; null when it makes one, which then has the command's id. */
  row: string | null
  base_rev: number | null
  data: Body
  /** What the worker saw in each field of `data` when correcting it. */
  old: Body
  expected_state: string | null
  needs: string[]
  photos: string[]
  occurred_at: string
}

export type Status = 'applied' | 'merged' | 'held' | 'rejected' | 'parked'

export interface Outcome {
  id: string
  status: Status
  code: string
  message: string
  fields: Record<string, { mine: unknown; theirs: unknown }>
  answer: unknown
  at: string
}

export interface LiveRow {
  kind: string
  id: string
  rev: number
  version: number
  body: Body
}

interface DeadRow {
  kind: string
  id: string
  rev: number
  version: number
  dead: 'deleted' | 'moved' | 'aged_out' | 'revoked'
}

export type ToldRow = LiveRow | DeadRow

export const isDead = (row: ToldRow): row is DeadRow => 'dead' in row

/** How far a scope has been told; the epoch rises when the server was restored from a backup. */
export interface Mark {
  epoch: number
  version: number
}

export interface ScopeAnswer extends Mark {
  scope: Scope
  rows?: ToldRow[]
  more?: boolean
  manifest?: [kind: string, id: string, rev: number][]
  snapshot?: string
}

/** A line of a snapshot: first how far the scope has come, then rows, at last how many rows there were. */
export interface SnapshotLine extends Partial<Mark> {
  scope?: Scope
  rows?: LiveRow[]
  count?: number
}

/** Rows asked for one by one, or all of a scope at once. */
export interface RowsAnswer extends Mark {
  scope: Scope
  rows: LiveRow[]
}

export interface Digest {
  count: number
  xor: string
}

export interface PullAnswer {
  server_time: string
  scopes: ScopeAnswer[]
  revoked: Scope[]
  outcomes: Outcome[]
  /** All that this phone may carry, to one that asks to learn. */
  mine?: ScopeRow[]
}

/** Of an epoch newer than the one that was sent there are no outcomes: nothing was looked at. */
export interface PushAnswer {
  server_time: string
  epoch: number
  outcomes: Outcome[]
}
