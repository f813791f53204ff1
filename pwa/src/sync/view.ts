import type { Held, Settled, Waiting } from '@/sync/db'
import { rowOf } from '@/sync/outbox'
import type { Body, Scope } from '@/sync/wire'

/** A row as the worker knows it: what the server told, and over it what this phone has done since. */
export interface Row {
  kind: string
  id: string
  /** null while only this phone knows it. */
  rev: number | null
  scope: Scope | null
  body: Body
  /** What of it is still to be sent. */
  waiting: Waiting[]
}

/** Waiting, or done at the server and not yet told back. */
export type Own = Waiting | Settled

const kindOf = (command: Own): string => command.kind.split('.')[0] ?? ''
const isCorrection = ({ kind }: Own): boolean => kind.endsWith('.correct')

export function viewOf(kind: string, id: string, held: Held | undefined, own: Own[]): Row | null {
  const mine = own
    .filter((command) => rowOf(command) === id && kindOf(command) === kind)
    .sort((a, b) => a.seq - b.seq)
  if (!held && !mine.some(({ row }) => row === null)) return null
  const { rev, scopes, body } = held ?? { rev: null, scopes: [], body: null }
  return {
    kind,
    id,
    rev,
    scope: scopes[0] ?? mine[0]?.scope ?? null,
    body: mine.reduce<Body | null>(after, body) ?? {},
    waiting: mine.filter((command) => !('outcome' in command)),
  }
}

/** One command's mark on what a row says. Moves leave none: what follows from them only the server knows. */
function after(body: Body | null, command: Own): Body | null {
  if (command.row === null) return { ...command.data, ...command.shown, ...body }
  return isCorrection(command) ? { ...body, ...command.data, ...command.shown } : body
}

/** All rows of a kind, those that only this phone knows included. */
export function viewsOf(kind: string, held: Held[], own: Own[]): Row[] {
  const made = own.filter((command) => command.row === null && kindOf(command) === kind)
  const known = new Map(held.map((row) => [row.id, row]))
  const ids = new Set([...known.keys(), ...made.map(({ id }) => id)])
  return [...ids].flatMap((id) => viewOf(kind, id, known.get(id), own) ?? [])
}
