import { dayTime } from '@/data/clock'
import { ORGANISATION, PERSON, ROOM, type Field } from '@/features/registry/forms/fields'
import { labelOf } from '@/features/registry/here'
import { asksOf } from '@/features/registry/sheets/roleAsks'
import { ROLES, VISITS } from '@/features/registry/words'
import { fieldLabel, UNWRITTEN } from '@/features/sync/fields'
import { valueWords } from '@/features/sync/words'
import type { phone } from '@/sync/access'
import type { Settled, Waiting } from '@/sync/db'
import { textOf } from '@/sync/mark'
import type { Body } from '@/sync/wire'

type Phone = Awaited<ReturnType<typeof phone>>

const FIELDS: Record<string, Field[]> = { person: PERSON, room: ROOM, organisation: ORGANISATION }

const fieldOf = (kind: string, name: string): Field | undefined =>
  FIELDS[kind.split('.')[0] ?? '']?.find((field) => field.name === name)

/** As the form calls it. */
export const labelIn = (kind: string, name: string): string =>
  fieldOf(kind, name)?.label ?? fieldLabel(name)

type Compared = Pick<Settled, 'kind' | 'data' | 'outcome'>

/** What codes and links mean to people, by field and side; what says itself is left out. */
export async function wordsOf(one: Phone, told: Compared): Promise<Record<string, string>> {
  const words: Record<string, string> = {}
  for (const [name, values] of Object.entries(told.outcome.fields ?? {}))
    for (const side of ['mine', 'theirs'] as const) {
      const word = await wordOf(one, name, values[side], fieldOf(told.kind, name)?.list)
      if (word) words[`${name}:${side}`] = word
    }
  return { ...words, ...typedWhole(told.data) }
}

const NUMBERS = ['phone', 'document']

export const isNumber = (name: string): boolean => NUMBERS.includes(name)

/** The server tells numbers masked; here they stand as they were typed: two that differ may look the same masked. */
function typedWhole(data: Body): Record<string, string> {
  const said = { ...data, ...(data.corrections as Body | undefined) }
  return Object.fromEntries(
    NUMBERS.flatMap((name) => (said[name] ? [[`${name}:mine`, textOf(said[name])]] : [])),
  )
}

async function wordOf(one: Phone, name: string, value: unknown, list?: string): Promise<string> {
  if (list) return labelOf(list, value)
  if (name === 'household') return value ? '另一户' : '不在任何一户'
  if (name !== 'room' || !value) return ''
  return textOf((await one.row('room', textOf(value)))?.body.address) || '网格外的房屋'
}

/** What the server's words of a form with fixed choices mean. */
const CHOICES: Record<string, string> = {
  ...VISITS,
  ...ROLES,
  LEFT: '迁出',
  DIED: '去世',
  OWNER: '产权人',
  TENANT: '承租人',
  REGISTERED: '户籍在此',
  COPY: '查阅复制',
  CORRECTION: '更正补充',
  ERASURE: '删除',
}

const CHOSEN = new Set(['kind', 'gone', 'channel', 'severity', 'grade', 'condition'])
const LISTS: Record<string, string> = { kinship: 'KINSHIP' }
const ID = /^[\da-f]{8}-[\da-f]{4}-/
const MOMENT = /^\d{4}-\d\d-\d\dT/
const CODE = /^[A-Z]+(_[A-Z]+)*$/

type Typed = Pick<Waiting, 'kind' | 'data'>

/** Of what was typed or chosen, label by label in plain words; it can be read where its form cannot be opened any more. */
export async function typedOf({ kind, data }: Typed): Promise<[label: string, words: string][]> {
  const told: [string, string][] = []
  for (const [name, value] of Object.entries(data)) {
    const words = UNWRITTEN.has(name) ? '' : await typedWord({ kind, data }, name, value)
    if (words) told.push([askedAs({ kind, data }, name)?.label ?? labelIn(kind, name), words])
  }
  return told
}

const askedAs = ({ kind, data }: Typed, name: string) =>
  kind === 'person.add_role'
    ? asksOf(textOf(data.kind)).find((ask) => ask.name === name)
    : undefined

async function typedWord(typed: Typed, name: string, value: unknown): Promise<string> {
  if (typeof value === 'boolean') return valueWords(value)
  if (typeof value !== 'string' || ID.test(value)) return ''
  const list = listFor(typed, name)
  if (list) return labelOf(list, value)
  return CHOSEN.has(name) && CODE.test(value) ? (CHOICES[value] ?? '') : plainWord(value)
}

const plainWord = (value: string): string =>
  MOMENT.test(value) ? dayTime(value, Date.now()) : value

const listFor = (typed: Typed, name: string): string | undefined =>
  askedAs(typed, name)?.list ?? fieldOf(typed.kind, name)?.list ?? LISTS[name]
