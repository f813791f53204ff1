/** The words of the HTTP doors, as this front-end reads them. */

export type StateCode =
  | 'REPORTED'
  | 'ACCEPTED'
  | 'VERIFYING'
  | 'FILED'
  | 'DISPATCHED'
  | 'HANDLING'
  | 'REPLIED'
  | 'CHECKING'
  | 'CHECKED'
  | 'CLOSED'
  | 'SUSPENDED'
  | 'REFUSED'
  | 'NOT_FILED'
  | 'VOID'
  | 'MERGED'

export type Light = 'GREEN' | 'YELLOW' | 'RED'
export type Level = 'GRID' | 'COMMUNITY' | 'STREET' | 'DISTRICT' | 'CITY'
export type Channel =
  'WORKER' | 'RESIDENT' | 'HOTLINE' | 'DEPARTMENT' | 'SENSOR' | 'LEADER' | 'MEDIA' | 'PATROL'
export type Crs = 'EPSG:4490' | 'WGS84' | 'GCJ02' | 'BD09'

/** Rows that only the server makes are numbered; what a phone may make carries a UUID. */
export type RowId = number

export interface Named {
  id: RowId
  name: string
}

export interface Posting {
  role: string
  role_label: string
  level: Level | null
  at_kind: 'grid' | 'division' | 'unit'
  at_id: RowId
  at_name: string
}

export interface Account {
  id: RowId
  name: string
  phone: string
  postings: Posting[]
}

export interface Session {
  account: Account | null
  demo: boolean
  follows: string[]
}

export interface Device {
  id: string
  label: string
  last_seen_at: string
  current: boolean
}

export interface Rows<T> {
  rows: T[]
}

export interface Page<T> extends Rows<T> {
  next: string | null
}

export interface EventRow {
  id: string
  number: string
  state: StateCode
  state_label: string
  level: Level
  ring: 'SMALL' | 'BIG'
  channel: Channel
  severity: string
  category: { id: RowId; code: string; name: string }
  text: string
  place_text: string
  lon: number
  lat: number
  grid: Named | null
  unit: Named | null
  light: Light
  stage_label: string
  due_at: string | null
  warn_at: string | null
  reported_at: string
  moved_at: string
  photo: string | null
  rating: number | null
  /** The grade of the last supervision; empty when there was none. */
  supervised: string
}

export interface EventPhoto {
  id: string
  kind: 'BEFORE' | 'AFTER' | 'REPORT' | 'CHECK'
  thumb: string
  url: string
  taken_at: string | null
}

export interface TimelineEntry {
  entry: number
  at: string
  verb: string
  label: string
  who: string
  note: string
  reason: string
  into: string
  level?: string
  photos: EventPhoto[]
  /** Facts of the move beside note and reason: unit, until, limit, answer, … */
  said?: Record<string, unknown>
}

export type NeedKind =
  | 'text'
  | 'photos'
  | 'unit'
  | 'units'
  | 'until'
  | 'condition'
  | 'event'
  | 'choice'
  | 'score'
  | 'bool'

export interface Choice {
  value: string | number
  label: string
}

export interface Need {
  name: string
  kind: NeedKind
  required: boolean
  label: string
  choices?: Choice[]
}

export interface Move {
  verb: string
  label: string
  needs: Need[]
  primary: boolean
  danger: boolean
}

export interface EventDetail extends EventRow {
  direction: string
  answer: string
  condition: { id: RowId; text: string; limit_label: string } | null
  deadlines: { stage: string; label: string; due_at: string }[]
  photos: EventPhoto[]
  timeline: TimelineEntry[]
  moves: Move[]
  asked: { kind: string; until: string; reason: string } | null
  suggested: { unit: Named; co_units: Named[] } | null
  reporter: { name: string; phone: string; anonymous: boolean } | null
  assists: { unit: Named; done: boolean; note: string }[]
  supervision: { grade: string; note: string; reply: string } | null
  rating_text?: string
  asked_for?: { kind: string; label: string; until: string; reason: string } | null
  supervision_open?: boolean
  appeal?: string
  counters?: Record<string, number>
  merged_into?: string | null
}

export interface EventCounts {
  states: Partial<Record<StateCode, number>>
  lights: Partial<Record<Light, number>>
  /** Counting stopped at the server's bound: say "9999+". */
  more?: boolean
}

export interface SubCategory {
  id: RowId
  code: string
  name: string
  ring: 'SMALL' | 'BIG'
  severity: string
}

export interface Taxonomy {
  version: string
  majors: {
    code: string
    name: string
    minors: { code: string; name: string; subs: SubCategory[] }[]
  }[]
}

export interface Condition {
  id: RowId
  text: string
  severity: string
  limit_label: string
  closing_text: string
  unit_kind: string
}

export interface UnitRow extends Named {
  kind: string
  kind_label: string
}

export interface Place {
  grid: (Named & { code: string }) | null
  community: Named | string | null
  street: Named | string | null
  district: Named | string | null
  lon: number
  lat: number
}

export interface GridDetail extends Named {
  code: string
  kind: 'URBAN' | 'RURAL'
  community: Named | string
  street: Named | string
  district: Named | string
  outline: GeoJSON.Polygon | GeoJSON.MultiPolygon
  centre: GeoJSON.Point | [number, number]
}

export interface Report {
  category: RowId
  text: string
  lon: number
  lat: number
  crs: Crs
  accuracy?: number
  place_text?: string
  photos?: string[]
  channel?: Channel
  severity?: string
  reporter_name?: string
  reporter_phone?: string
  condition?: RowId
}

export interface StoredPhoto {
  id: string
  width: number
  height: number
  taken_at: string | null
  lon: number | null
  lat: number | null
  thumb: string
}

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
}

export interface PublicKind {
  key: string
  label: string
  hint: string
  category: RowId
}

export interface PublicEvent {
  id: string
  number: string
  state_label: string
  stage: number
  text: string
  place_text: string
  category: string
  answer: string
  rating: number | null
  rating_text: string
  may_rate: boolean
  may_reopen: boolean
  photos: { thumb: string; url: string }[]
  timeline: { at: string; label: string; note: string }[]
}
