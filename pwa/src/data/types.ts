/** The words of the HTTP doors, as the screens call them; their shapes come from the server's schema. */
import type { components } from '@/data/schema'

type Schema = components['schemas']

export type StateCode = Schema['StateEnum']
export type Light = Schema['LightEnum']
export type Level = Schema['LevelEnum']
export type Channel = Schema['ChannelEnum']
export type Crs = Schema['CrsEnum']

/** Rows that only the server makes are numbered; what a phone may make carries a UUID. */
export type RowId = number

export type Named = Schema['Named']
export type Posting = Omit<Schema['PostingRow'], 'level'> & { level: Level | null }
type Account = Omit<Schema['AccountRow'], 'postings'> & { postings: Posting[] }
export type Session = Omit<Schema['SessionRow'], 'account'> & { account: Account | null }
export type PasswordChanged = Schema['PasswordChanged']
export type Device = Required<Schema['DeviceRow']>

export interface Rows<T> {
  rows: T[]
}

export interface Page<T> extends Rows<T> {
  next: string | null
}

export type EventRow = Schema['EventRow']
export type EventDetail = Omit<Schema['EventDetail'], 'moves'> & { moves: Move[] }
export type EventPhoto = Schema['PhotoFacts']
export type TimelineEntry = Schema['Moment']
export type VoiceFacts = Schema['VoiceFacts']
export type EventCounts = Schema['Counts']

export type NeedKind = Schema['NeedFactsKindEnum']
/** `choices` are pairs of value and label. */
export type Need = Omit<Schema['NeedFacts'], 'choices'> & { choices?: string[][] }
export interface Choice {
  value: string | number
  label: string
}
export type Move = Omit<Schema['MoveFacts'], 'verb' | 'needs'> & { verb: string; needs: Need[] }

export type SubCategory = Schema['Sub']
export type Taxonomy = Schema['Tree']
export type Condition = Schema['Condition']
export type UnitRow = Schema['UnitRow']
export type Place = Schema['PlaceDetail']
export type GridDetail = Omit<Schema['GridDetail'], 'outline' | 'centre'> & {
  outline: GeoJSON.Polygon | GeoJSON.MultiPolygon
  centre: GeoJSON.Point
}

/** The schema calls a field with a default required; a form may leave it out. */
type Filled<Form, Must extends keyof Form> = Pick<Form, Must> & Partial<Omit<Form, Must>>

export type Report = Filled<Schema['ReportFormRequest'], 'category' | 'lon' | 'lat' | 'crs'>
export type StoredPhoto = Schema['PhotoRow']

export type PublicKind = Schema['KindRow']
export type PublicReport = Filled<Schema['PublicReportFormRequest'], 'kind' | 'lon' | 'lat' | 'crs'>
/** With the number and the code a matter is found again on any phone. */
export type Receipt = Schema['Receipt']
export type PublicEvent = Schema['PublicEvent']

/** What the socket tells; it is no part of the HTTP schema. */
export interface Notice {
  entry: number
  verb: string
  verb_label: string
  kind: string
  subject: string
  number: string
  state: StateCode
  state_label: string
  level: Level
  light: Light
  grid: RowId | null
  at: string
  /** The alias of who did it: what I did is no news to me, on whichever device. */
  by?: string
  /** Open screens look again; nobody is called. */
  quiet?: boolean
}
