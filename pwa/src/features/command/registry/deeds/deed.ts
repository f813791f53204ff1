import type { AnyDetail, To } from '@/data/registryDesk'
import type { Choice } from '@/data/types'

/** In the server's own system, CGCS2000. */
export interface Spot {
  lon: number
  lat: number
}

/** One who answers for an organisation; what is typed of somebody known already replaces what was known. */
export interface Responsible {
  id?: string
  role: string
  name: string
  phone: string
  /** How the known one is shown; never sent. */
  known?: { name: string; phone: string }
}

export type Value = string | number | boolean | null | Spot | Responsible[]
export type Values = Record<string, Value>

export interface Field {
  name: string
  label: string
  kind: 'text' | 'long' | 'choice' | 'date' | 'number' | 'tick' | 'picked' | 'spot' | 'people'
  required?: boolean
  /** Among which rows one picks. */
  of?: Found
  /** Either a code list of the server, or choices of our own. */
  list?: string
  choices?: Choice[]
  hint?: string
  longest?: number
  /** Smallest and largest number. */
  within?: [least: number, most: number]
  /** May be told later; stands below what matters first. */
  later?: boolean
  /** Kept for the next one when many are written down after each other. */
  stays?: boolean
  /** What is plainly wrong with an answer; the server has the last word. */
  wrong?: (values: Values) => string
  /** Said beneath while it is filled in. */
  says?: (values: Values) => string
  /** Only where another answer asks for it. */
  when?: (values: Values) => boolean
}

/** One row offered to pick. */
export interface Hit {
  value: string | number
  label: string
  aside: string
}

export type Found = 'rooms' | 'buildings' | 'people' | 'units'

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
  /** What is picked already, by field. */
  known?: Partial<Record<string, Hit>>
  /** What follows from what was filled in. */
  follows?: (values: Values) => Values
}

const ALWAYS = new Set(['source', 'whole'])
const EMPTIED_BY_NULL = new Set<Field['kind']>(['date', 'number', 'picked', 'spot'])
const CHOSEN = new Set<Field['kind']>(['choice', 'date', 'picked'])

export const shownFields = (deed: Deed, values: Values): Field[] =>
  deed.fields.filter(({ when }) => when?.(values) ?? true)

const isEmpty = (value: Value | undefined): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

function same(one: Value | undefined, other: Value | undefined): boolean {
  if (isEmpty(one) || isEmpty(other)) return isEmpty(one) && isEmpty(other)
  if (typeof one === 'string' && typeof other === 'string') return one.trim() === other.trim()
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Dates and numbers are emptied by null, texts by an empty one. */
function cleared(field: Field, value: Value): Value {
  if (typeof value === 'string') return value.trim()
  return value ?? (EMPTIED_BY_NULL.has(field.kind) ? null : '')
}

/** A responsible person as the server wants it: of a known one only what was typed. */
const toldOf = ({ id, role, name, phone }: Responsible) => ({
  ...(id ? { id } : {}),
  role,
  ...(name.trim() ? { name: name.trim() } : {}),
  ...(phone.trim() ? { phone: phone.trim() } : {}),
})

/** A line that was never filled in is nobody. */
const isFilled = ({ id, name, phone }: Responsible): boolean =>
  id !== undefined || name.trim() !== '' || phone.trim() !== ''

function partOf(field: Field, value: Value): object {
  if (field.kind === 'spot') return typeof value === 'object' && value ? value : {}
  if (Array.isArray(value)) return { [field.name]: value.filter(isFilled).map(toldOf) }
  return { [field.name]: value }
}

/** What is sent: of a correction only what differs, of any other deed whatever was filled in. */
export function bodyOf(deed: Deed, values: Values, version: number): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const field of shownFields(deed, values)) {
    const value = cleared(field, values[field.name] ?? null)
    const isSaid = deed.corrects ? !same(value, deed.begun[field.name]) : !isEmpty(value)
    if (isSaid || ALWAYS.has(field.name)) Object.assign(body, partOf(field, value))
  }
  return { ...body, ...deed.fixed, ...(deed.unversioned ? {} : { version }) }
}

export const saysNothing = (deed: Deed, values: Values): boolean =>
  deed.corrects === true &&
  values.whole !== true &&
  Object.keys(bodyOf(deed, values, 0)).every((name) => ALWAYS.has(name) || name === 'version')

function lack(field: Field, values: Values): string {
  if (!field.required || !isEmpty(values[field.name])) return field.wrong?.(values) ?? ''
  if (field.kind === 'spot') return '请在地图上选点'
  return `请${CHOSEN.has(field.kind) ? '选择' : '填写'}${field.label}`
}

export function lackingIn(deed: Deed, values: Values): Record<string, string> {
  const lacking = shownFields(deed, values).map(
    (field) => [field.name, lack(field, values)] as const,
  )
  return Object.fromEntries(lacking.filter(([, words]) => words !== ''))
}

/** The server speaks of numbers where the form has a map. */
export function besideFields(deed: Deed, errors: Record<string, string>): Record<string, string> {
  const spot = deed.fields.find(({ kind }) => kind === 'spot')
  const words = errors.lon ?? errors.lat
  return spot && words ? { ...errors, [spot.name]: words } : errors
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
    .filter(({ name }) => Object.hasOwn(is, name) && !same(was[name], is[name]))
    .map(({ name, label }) => ({ name, label, now: labels[name] || told(is[name]) }))
}

function told(value: Value | undefined): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'object' && value !== null) return '新的内容，请刷新后查看'
  return value === undefined || value === null || value === '' ? '空' : String(value)
}
