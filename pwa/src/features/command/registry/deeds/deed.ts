import type { AnyDetail, To } from '@/data/registryDesk'
import type { Choice } from '@/data/types'

export type Value = string | number | boolean | null
export type Values = Record<string, Value>

export interface Field {
  name: string
  label: string
  kind: 'text' | 'long' | 'choice' | 'date' | 'number' | 'tick' | 'room'
  required?: boolean
  /** Either a code list of the server, or choices of our own. */
  list?: string
  choices?: Choice[]
  hint?: string
  longest?: number
  /** Only where another answer asks for it. */
  when?: (values: Values) => boolean
}

/** One thing that may be done to a row: what it asks, and where it goes. */
export interface Deed {
  label: string
  /** What its button says when there is room for little. */
  title: string
  to: To
  fields: Field[]
  begun: Values
  /** Sent beside what was typed. */
  fixed?: Values
  /** Sends only what differs from what was there. */
  corrects?: boolean
  danger?: boolean
  /** A sentence on what will happen. */
  words?: string
  /** Whether the row's version goes along. */
  unversioned?: boolean
}

const ALWAYS = new Set(['source', 'whole'])

export const shownFields = (deed: Deed, values: Values): Field[] =>
  deed.fields.filter(({ when }) => when?.(values) ?? true)

const same = (one: Value | undefined, other: Value | undefined): boolean =>
  (one ?? '') === (other ?? '') ||
  (typeof one === 'string' && typeof other === 'string' && one.trim() === other.trim())

/** Dates and numbers are emptied by null, texts by an empty one. */
function cleared(field: Field, value: Value): Value {
  if (typeof value === 'string') return value.trim()
  return value ?? (field.kind === 'date' || field.kind === 'number' ? null : '')
}

/** What is sent: of a correction only what differs, of any other deed whatever was filled in. */
export function bodyOf(deed: Deed, values: Values, version: number): Values {
  const body: Values = {}
  for (const field of shownFields(deed, values)) {
    const value = cleared(field, values[field.name] ?? null)
    const isSaid = deed.corrects
      ? !same(value, deed.begun[field.name])
      : value !== '' && value !== null
    if (isSaid || ALWAYS.has(field.name)) body[field.name] = value
  }
  return { ...body, ...deed.fixed, ...(deed.unversioned ? {} : { version }) }
}

export const saysNothing = (deed: Deed, values: Values): boolean =>
  deed.corrects === true &&
  values.whole !== true &&
  Object.keys(bodyOf(deed, values, 0)).every((name) => ALWAYS.has(name) || name === 'version')

export function lackingIn(deed: Deed, values: Values): Record<string, string> {
  const lacking = shownFields(deed, values).filter(
    ({ name, required }) => required && same(values[name], ''),
  )
  return Object.fromEntries(
    lacking.map(({ name, kind, label }) => [
      name,
      `请${kind === 'choice' || kind === 'room' || kind === 'date' ? '选择' : '填写'}${label}`,
    ]),
  )
}

interface Moved {
  name: string
  label: string
  now: string
}

/** What somebody else changed meanwhile, among what this form shows. */
export function movedOn(fields: Field[], before: AnyDetail, after: AnyDetail): Moved[] {
  const was = before as unknown as Values
  const is = after as unknown as Values
  const { labels = {} } = after as { labels?: Record<string, string> }
  return fields
    .filter(({ name }) => name in is && !same(was[name], is[name]))
    .map(({ name, label }) => ({ name, label, now: labels[name] || told(is[name]) }))
}

function told(value: Value | undefined): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  return value === null || value === undefined || value === '' ? '空' : String(value)
}
