import type { Held, Waiting } from '@/sync/db'
import { moved } from '@/sync/eventMarks'
import { HOME_MARKS } from '@/sync/homeMarks'
import { made, shownOf, subjectOf, type Mark, type Marks, type Own } from '@/sync/mark'
import { rowOf } from '@/sync/ids'
import { PEOPLE_MARKS } from '@/sync/peopleMarks'
import type { Body, Scope } from '@/sync/wire'

export type { Own } from '@/sync/mark'

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

const isCorrection = ({ kind }: Own): boolean => kind.endsWith('.correct')

/** Of kinds without marks of their own. */
const plainly: Marks = (command) => {
  if (command.row === null) return [made(command)]
  const after = (body: Body | null): Body | null =>
    isCorrection(command) ? { ...body, ...command.data, ...shownOf(command) } : body
  return [{ kind: subjectOf(command), id: command.row, after }]
}

const MARKS: Record<string, Marks> = { ...PEOPLE_MARKS, ...HOME_MARKS }

const isMove = ({ kind, row }: Own): boolean => kind.startsWith('event.') && row !== null

const marksOf: Marks = (command) =>
  (MARKS[command.kind] ?? (isMove(command) ? moved : plainly))(command)

interface Marked extends Mark {
  command: Own
}

const keyOf = ({ kind, id }: Pick<Mark, 'kind' | 'id'>): string => `${kind}:${id}`

/** All marks of this phone by row, in the order in which they were made. */
function markedBy(own: Own[]): Map<string, Marked[]> {
  const by = new Map<string, Marked[]>()
  for (const command of [...own].sort((a, b) => a.seq - b.seq))
    for (const mark of marksOf(command)) {
      const known = by.get(keyOf(mark))
      if (known) known.push({ ...mark, command })
      else by.set(keyOf(mark), [{ ...mark, command }])
    }
  return by
}

export const viewOf = (kind: string, id: string, held: Held | undefined, own: Own[]): Row | null =>
  seen({ kind, id }, held, markedBy(own).get(keyOf({ kind, id })) ?? [])

/** Of a row that only this phone knows. */
const UNHELD = { rev: null, scopes: [] as Scope[], body: null }

function seen(
  { kind, id }: Pick<Mark, 'kind' | 'id'>,
  held: Held | undefined,
  marks: Marked[],
): Row | null {
  const own = marks.map(({ command }) => command)
  if (!held && !own.some((command) => isMaker(command, id))) return null
  const { rev, scopes, body } = held ?? UNHELD
  const [scope = null] = [...scopes, ...own.map((command) => command.scope)]
  const waiting = own.flatMap((command) => ('outcome' in command ? [] : [command]))
  const after = marks.reduce<Body | null>((told, mark) => mark.after(told), body)
  return { kind, id, rev, scope, body: after ?? {}, waiting }
}

const isMaker = (command: Own, id: string): boolean => command.row === null && rowOf(command) === id

/** All rows of a kind, those that only this phone knows included. */
export function viewsOf(kind: string, held: Held[], own: Own[]): Row[] {
  const by = markedBy(own)
  const makers = own.filter((command) => command.row === null && subjectOf(command) === kind)
  const known = new Map(held.map((row) => [row.id, row]))
  const ids = new Set([...known.keys(), ...makers.map(({ id }) => id)])
  return [...ids].flatMap(
    (id) => seen({ kind, id }, known.get(id), by.get(keyOf({ kind, id })) ?? []) ?? [],
  )
}
