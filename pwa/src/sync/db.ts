import { Dexie, type DexieOptions, type Table } from 'dexie'
import { safe, type Safe } from '@/data/safe'
import { sealAhead, sealRows, type Sealable } from '@/sync/sealing'
import type { Body, Command, Mark, Outcome, Scope, ScopeRow } from '@/sync/wire'

/** A command that waits for its final outcome. */
export interface Waiting extends Command {
  /** In people's words, for the list of what waits. */
  title: string
  /** The scope its row was in when it was saved; null when nobody knows yet. */
  scope: Scope | null
  /** What the screens show of its row until the server tells it. */
  shown: Body
  saved_at: number
  tries: number
  tried_at: number | null
  /** Not again before this moment. */
  next_at: number
  trouble: string
  parked: boolean
  /** So often the server would not have it; a dead line is not held against it. */
  refused?: number
}

/** A command with its final outcome: offered again when the server forgets, shown until acted on. */
export interface Settled extends Waiting {
  outcome: Outcome
  settled_at: number
  /** 1 while the worker has to look at it. */
  open: 0 | 1
  /** 1 until a pull has brought what it did. */
  echo: 0 | 1
}

export interface Media {
  id: string
  command: string
  /** Which of the server's doors takes it; what an older build stored is a photo. */
  kind?: 'photos' | 'voices'
  /** Bytes rather than a Blob: older iOS loses stored Blobs. */
  bytes: ArrayBuffer
  type: string
  sha256: string
  taken_at: string | null
  lon: number | null
  lat: number | null
  accuracy?: number | null
  /** Time, place and worker are written into the picture. */
  burnt?: boolean
  /** Of a photo, a small picture that goes ahead of it. */
  preview?: ArrayBuffer | null
  /** 1 when that has gone, or was not wanted. */
  ahead?: 0 | 1
  /** 1 while the server has not confirmed it. */
  waiting: 0 | 1
  sent_at: number | null
  tries: number
  /** As a command's. */
  refused?: number
  next_at: number
  trouble: string
}

/** The one place where deletions of local data are written down. */
export interface Erased {
  at: number
  what: string
  reason: string
  count: number
}

interface Note {
  key: string
  value: unknown
}

/** A row as newest known, and in which scopes it is live. */
export interface Held {
  kind: string
  id: string
  epoch: number
  rev: number
  body: Body
  scopes: Scope[]
  revs: Record<Scope, number>
}

export interface Cursor extends Mark, ScopeRow {
  /** When and by which build the contents were last compared with the server's. */
  checked_at: number
  checked_by: string
}

/** Rows of a scope are gone from here and the server has not yet heard so. */
interface Receipt {
  scope: Scope
  rows: number
}

interface Opening extends Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'> {
  /** What opens the rows: this page's, unless a test has phones of its own. */
  safe?: Safe
}

/**
 * What a worker did and nobody else has yet. Its schema only ever grows, and nothing but a stored
 * outcome takes a command out of it.
 */
export class Outbox extends Dexie {
  declare commands: Table<Waiting, string>
  declare journal: Table<Settled, string>
  declare media: Table<Media, string>
  declare notes: Table<Note, string>
  declare erased: Table<Erased, number>

  constructor(account: number, { safe: own = safe, ...opening }: Opening = {}) {
    super(`outbox-${account}`, { ...opening, chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      commands: 'id, &seq',
      journal: 'id, open, echo, settled_at',
      media: 'id, command, waiting',
      notes: 'key',
      erased: '++, at',
    })
    sealRows(this, own)
  }
}

/** Raised when the shape of rows changes: a new copy is pulled, the old one is dropped. */
const SHAPE = 2

export const replicaName = (account: number, shape = SHAPE): string => `replica-${account}-${shape}`

/** What the server told; may be dropped at any time and pulled again. */
export class Replica extends Dexie {
  declare rows: Table<Held, [string, string]>
  declare cursors: Table<Cursor, string>
  declare receipts: Table<Receipt, string>
  /** Before the transaction that writes them. */
  readonly sealAhead: (rows: Sealable[]) => void

  constructor(account: number, { safe: own = safe, ...opening }: Opening = {}) {
    super(replicaName(account), { ...opening, chromeTransactionDurability: 'relaxed' })
    this.version(1).stores({
      rows: '[kind+id], kind, *scopes',
      cursors: 'scope',
      receipts: 'scope',
    })
    sealRows(this, own)
    this.sealAhead = (rows) => sealAhead(own, rows)
  }
}

/** A small value kept beside the commands. */
export async function note<T>(box: Outbox, key: string, otherwise: T): Promise<T> {
  const kept = await box.notes.get(key)
  return kept === undefined ? otherwise : (kept.value as T)
}

export const keepNote = (box: Outbox, key: string, value: unknown): Promise<string> =>
  box.notes.put({ key, value })

/** There was no room: Dexie tells of an aborted transaction what aborted it. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  [error.name, (error as { inner?: Error }).inner?.name].includes('QuotaExceededError')
