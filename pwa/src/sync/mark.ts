import type { Settled, Waiting } from '@/sync/db'
import type { Body } from '@/sync/wire'

/** Waiting, or done at the server and not yet told back. */
export type Own = Waiting | Settled

/** What one command does to one row as this phone shows it; done twice it is done once. null: nobody has told of it. */
export interface Mark {
  kind: string
  id: string
  after: (body: Body | null) => Body | null
}

export type Marks = (command: Own) => Mark[]

type Named = Body & { id: string }

export const subjectOf = (command: Own): string => command.kind.split('.')[0] ?? ''

/** A row is shown as the screen that made it described it, until the server tells it. */
export const shownOf = ({ shown }: Own): Body => leaving(shown, 'form')

export const leaving = (body: Body, name: string): Body =>
  Object.fromEntries(Object.entries(body).filter(([one]) => one !== name))

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const idOf = (value: unknown): string =>
  textOf(typeof value === 'object' && value !== null ? (value as Body).id : value)
export const listOf = (value: unknown): Named[] => (Array.isArray(value) ? (value as Named[]) : [])

/** A row made by a command bears its id. */
export const made = (command: Own): Mark => ({
  kind: subjectOf(command),
  id: command.id,
  after: (body) => body ?? { ...command.data, ...shownOf(command) },
})

/** A row that is here is changed; one that is not stays unknown. */
export const changed = (kind: string, id: unknown, change: (body: Body) => Body): Mark => ({
  kind,
  id: idOf(id),
  after: (body) => (body ? { ...body, ...change(body) } : body),
})

/** First in its list, once. */
export function withFirst(list: unknown, one: Named): Named[] {
  const known = listOf(list)
  return known.some(({ id }) => id === one.id) ? known : [one, ...known]
}

export const without = (list: unknown, ids: string[]): Named[] =>
  listOf(list).filter(({ id }) => !ids.includes(id))

export const withChange = (list: unknown, id: unknown, change: Body): Named[] =>
  listOf(list).map((one) => (one.id === id ? { ...one, ...change } : one))
