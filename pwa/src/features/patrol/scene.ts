import { doorName } from '@/features/registry/words'
import type { Row } from '@/sync/view'

export type Layer = 'buildings' | 'events' | 'organisations' | 'parts'

/** When somebody has to come again; said by a word and a colour, never by the colour alone. */
export type Due = 'late' | 'soon' | 'done' | 'none'

/** One thing on the map: what it is called, the sign it bears there, and the page behind it. */
export interface Spot {
  id: string
  layer: Layer
  lon: number
  lat: number
  title: string
  below: string
  mark: string
  due: Due
  to: string | null
}

/** The houses of a building, those waiting for a visit first. */
export interface House {
  id: string
  title: string
  due: Due
  words: string
}

const DAY = 86_400_000
const SOON_DAYS = 7
const FIRST: Due[] = ['late', 'soon', 'done', 'none']
const ENDED = new Set(['CLOSED', 'REFUSED', 'NOT_FILED', 'VOID', 'MERGED'])

interface Visit {
  at: string
  next_on: string | null
}

/** What the newest visit planned; a later one without a plan ends the plan before it. */
export function dueOf(visits: unknown, today: string): Due {
  const [last] = Array.isArray(visits) ? (visits as Visit[]) : []
  if (!last) return 'none'
  if (!last.next_on) return 'done'
  if (last.next_on < today) return 'late'
  return daysBetween(today, last.next_on) <= SOON_DAYS ? 'soon' : 'done'
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY

const worst = (dues: Due[]): Due => FIRST.find((due) => dues.includes(due)) ?? 'none'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const idOf = (value: unknown): string => text((value as { id?: unknown } | null)?.id)

export interface Rows {
  buildings: Row[]
  rooms: Row[]
  people: Row[]
  organisations: Row[]
  parts: Row[]
  events: Row[]
}

/** By house: its own visits and those of who lives there. */
export function housesOf({ rooms, people }: Rows, today: string): Map<string, House[]> {
  const living = livingIn(people)
  const houses = new Map<string, House[]>()
  for (const { id, body } of rooms) {
    const dues = (living.get(id) ?? []).map((person) => dueOf(person.body.visits, today))
    const due = worst([dueOf(body.visits, today), ...dues])
    const house = { id, title: doorName(body as never), due, words: DUE_WORDS[due] }
    const building = idOf(body.building)
    houses.set(building, [...(houses.get(building) ?? []), house])
  }
  for (const all of houses.values()) all.sort((a, b) => FIRST.indexOf(a.due) - FIRST.indexOf(b.due))
  return houses
}

function livingIn(people: Row[]): Map<string, Row[]> {
  const living = new Map<string, Row[]>()
  for (const person of people) {
    if (person.body.left_on || person.body.died_on) continue
    const room = idOf(person.body.room)
    living.set(room, [...(living.get(room) ?? []), person])
  }
  return living
}

const DUE_WORDS: Record<Due, string> = {
  late: '走访超期',
  soon: '近7天要走访',
  done: '已走访',
  none: '没有走访计划',
}

/** Everything the phone knows that has a place. */
export function spotsOf(rows: Rows, houses: Map<string, House[]>): Spot[] {
  return [
    ...rows.buildings.map((row) => buildingSpot(row, houses.get(row.id) ?? [])),
    ...rows.organisations.filter(({ body }) => !body.closed_on).map(organisationSpot),
    ...rows.parts.map(partSpot),
    ...rows.events.filter(({ body }) => !ENDED.has(text(body.state))).map(eventSpot),
  ].filter(({ lon, lat }) => lon !== 0 && lat !== 0)
}

const place = ({ body }: Row): { lon: number; lat: number } => ({
  lon: Number(body.lon) || 0,
  lat: Number(body.lat) || 0,
})

function buildingSpot(row: Row, houses: House[]): Spot {
  const due = worst(houses.map((house) => house.due))
  const count = houses.filter((house) => house.due === due).length
  const marks: Record<Due, string> = { late: `超${count}`, soon: `近${count}`, done: '✓', none: '' }
  return {
    ...place(row),
    id: row.id,
    layer: 'buildings',
    title: text(row.body.name) || text(row.body.address),
    below: `${houses.length}套房屋，${DUE_WORDS[due]}${due === 'late' || due === 'soon' ? `${count}套` : ''}`,
    mark: marks[due],
    due,
    to: null,
  }
}

const organisationSpot = (row: Row): Spot => ({
  ...place(row),
  id: row.id,
  layer: 'organisations',
  title: text(row.body.name),
  below: text(row.body.address),
  mark: '单',
  due: 'none',
  to: `/registry/organisations/${row.id}`,
})

const STATES: Record<string, string> = {
  GOOD: '完好',
  DAMAGED: '破损',
  LOST: '丢失',
  REMOVED: '废除',
}

const partSpot = (row: Row): Spot => ({
  ...place(row),
  id: row.id,
  layer: 'parts',
  title: text(row.body.name),
  below: [text(row.body.code), STATES[text(row.body.state)]].filter(Boolean).join('，'),
  mark: '件',
  due: 'none',
  to: null,
})

const eventSpot = (row: Row): Spot => ({
  ...place(row),
  id: row.id,
  layer: 'events',
  title: (row.body.category as { name?: string } | null)?.name || text(row.body.text) || '事件',
  below: [text(row.body.state_label), text(row.body.place_text)].filter(Boolean).join('，'),
  mark: '事',
  due: 'none',
  to: `/events/${row.id}`,
})
