import {
  codeList,
  type CodeRow,
  type DetailOf,
  type RegistryKind,
  type RowOf,
} from '@/data/registry'
import { phone } from '@/sync/access'
import { idOf, listOf } from '@/sync/mark'
import type { Row } from '@/sync/view'
import type { Waiting } from '@/sync/db'

/** As the phone's replica calls them. */
export const SUBJECTS = { people: 'person', rooms: 'room', organisations: 'organisation' } as const

/** Those who moved away or died and what closed are asked for by name only, and wait for no visit. */
export const isThere = ({ body }: Row): boolean => !body.left_on && !body.died_on && !body.closed_on

/** How much of a row only this phone knows yet. */
interface Unsent {
  unsent?: Waiting[]
}

export type Shown<K extends RegistryKind> = DetailOf[K] & Unsent
export type Listed<K extends RegistryKind = RegistryKind> = RowOf[K] & Unsent

/** A row as its own address tells it, with this phone's work over it. */
export const detailOf = <K extends RegistryKind>({ id, body, waiting }: Row): Shown<K> =>
  ({ ...body, id, unsent: waiting }) as unknown as Shown<K>

/** As lists tell it: tags by their kinds, people counted. */
export function listedOf<K extends RegistryKind>(kind: K, row: Row): Listed<K> {
  const { id, body, waiting } = row
  const told = { ...body, id, unsent: waiting }
  if (kind === 'people') return { ...told, roles: openRoles(row) } as unknown as Listed<K>
  if (kind === 'rooms')
    return { ...told, people: listOf(body.people).length } as unknown as Listed<K>
  return told as unknown as Listed<K>
}

const openRoles = ({ body }: Row): unknown[] =>
  listOf(body.roles)
    .filter(({ to_on: end }) => end === null)
    .map(({ kind }) => kind)

/** Where a person lives, by the room's name. */
export const homeOf = (person: { room: { id: string } | null }): string => idOf(person.room)

/** A code list as this phone carries it; asked for only where it does not. */
export async function codesOf(key: string): Promise<CodeRow[]> {
  const row = await phone()
    .then((one) => one.row('codes', key))
    .catch(() => null)
  const rows = row?.body.rows
  return Array.isArray(rows) ? (rows as CodeRow[]) : codeList(key)
}

export async function labelOf(list: string, value: unknown): Promise<string> {
  if (typeof value !== 'string' || value === '') return ''
  const codes = await codesOf(list).catch(() => [])
  return codes.find((code) => code.value === value)?.label ?? value
}
