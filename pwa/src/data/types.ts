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

export interface Named {
  id: string
  name: string
}

export interface Posting {
  role: string
  role_label: string
  level: Level | null
  at_kind: 'grid' | 'division' | 'unit'
  at_id: string
  at_name: string
}

export interface Account {
  id: string
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
  category: { id: string; code: string; name: string }
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
  supervised: boolean
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
  photos: EventPhoto[]
}

export type NeedKind =
  'text' | 'photos' | 'unit' | 'units' | 'until' | 'condition' | 'event' | 'choice' | 'bool'

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
  condition: { id: string; text: string; limit_label: string } | null
  deadlines: { stage: string; label: string; due_at: string }[]
  photos: EventPhoto[]
  timeline: TimelineEntry[]
  moves: Move[]
  asked: { kind: string; until: string; reason: string } | null
  suggested: { unit: Named; co_units: Named[] } | null
  reporter: { name: string; phone: string; anonymous: boolean } | null
  assists: { unit: Named; done: boolean; note: string }[]
  supervision: { grade: string; note: string; reply: string } | null
}

export interface EventCounts {
  states: Partial<Record<StateCode, number>>
  lights: Partial<Record<Light, number>>
}

export interface SubCategory {
  id: string
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
  id: string
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
  grid: { id: string; code: string; name: string } | null
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
  category: string
  text: string
  lon: number
  lat: number
  crs: Crs
  accuracy?: number
  place_text?: string
  photos?: string[]
  channel?: Channel
  severity?: string
  reporter_phone?: string
  condition?: string
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
  grid: string | null
  at: string
}

export interface PublicKind {
  key: string
  label: string
  hint: string
  category: string
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
