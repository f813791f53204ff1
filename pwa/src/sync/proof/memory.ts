import { createHash } from 'node:crypto'
import type { Body, Command, Digest, LiveRow, Outcome, Scope, SnapshotLine } from '@/sync/wire'

/** What the far end keeps; a backup is a copy of it. */

export const keyOf = (kind: string, id: string): string => `${kind}:${id}`

interface Row {
  kind: string
  id: string
  rev: number
  body: Body
  scopes: Scope[]
}

export interface Change {
  kind: string
  id: string
  /** null when it is deleted. */
  body: Body | null
  scopes: Scope[]
}

export interface Fed {
  kind: string
  id: string
  rev: number
  version: number
  isDead: boolean
}

interface Done {
  print: string
  outcome: Outcome
}

interface File {
  /** As the phone told it; whether the bytes are those, the invariants ask. */
  sha256: string
  bytes: Uint8Array
}

export interface Packed {
  scope: Scope
  epoch: number
  version: number
  rows: LiveRow[]
}

export interface Memory {
  rows: Map<string, Row>
  feed: Map<Scope, Map<string, Fed>>
  versions: Map<Scope, number>
  floors: Map<Scope, number>
  done: Map<string, Done>
  parked: Map<string, { command: Command; tries: number }>
  effects: string[]
  photos: Map<string, File>
  /** What has come of those that come in pieces. */
  pieces: Map<string, File>
}

export const emptyMemory = (): Memory => ({
  rows: new Map(),
  feed: new Map(),
  versions: new Map(),
  floors: new Map(),
  done: new Map(),
  parked: new Map(),
  effects: [],
  photos: new Map(),
  pieces: new Map(),
})

/** A snapshot as it goes over the line. */
export function linesOf({ rows, ...head }: Packed, many: number): SnapshotLine[] {
  const parts = Array.from({ length: Math.ceil(rows.length / many) }, (_, at) => ({
    rows: rows.slice(at * many, (at + 1) * many),
  }))
  return [head, ...parts, { count: rows.length }]
}

/** How far a phone says it is in a scope. */
export interface Told {
  scope: Scope
  epoch: number | null
  version: number | null
  digest?: Digest | null
}

/** S-08, as the server counts it. */
export function isRight(digest: Digest | null | undefined, live: Fed[]): boolean {
  if (!digest) return true
  const heads = live.map(({ kind, id, rev }) =>
    createHash('sha256').update(`${kind}:${id}:${rev}`).digest().readBigUInt64BE(),
  )
  const total = heads.reduce((sum, head) => sum ^ head, 0n)
  return digest.count === live.length && BigInt(`0x${digest.xor}`) === total
}

export const nowhere = (scope: Scope): Told => ({ scope, epoch: null, version: null })

/** Also of a row that is gone. */
export const lastRev = ({ feed }: Memory, key: string): number =>
  Math.max(0, ...[...feed.values()].map((fed) => fed.get(key)?.rev ?? 0))
