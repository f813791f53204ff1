import { eventDetail, listEvents, type EventFilters } from '@/data/events'
import { asRefusal } from '@/data/refusal'
import { account, postingAt } from '@/data/session'
import type { EventDetail, Page, Posting } from '@/data/types'
import {
  afterOwn,
  byReport,
  detailOf,
  onShelf,
  shownOf,
  type ShownEvent,
} from '@/features/events/local'
import { CHANCE } from '@/features/sync/soon'
import { phone } from '@/sync/access'
import { rowOf } from '@/sync/ids'
import { standing, trouble } from '@/sync/standing'

/** Long enough for a slow line, short enough for somebody standing in the rain. */
const PATIENCE = 3000
const patience = (): number => (trouble.value === '' ? PATIENCE : CHANCE)

/** The server's list; without a line, what this phone holds of it. What waits here stands in both. */
export async function eventsAnywhere(filters: EventFilters): Promise<Page<ShownEvent>> {
  return soonOr(
    listEvents(filters).then((page) => withOwn(page, filters)),
    () => foundHere(filters),
  )
}

async function withOwn(page: Page<ShownEvent>, filters: EventFilters): Promise<Page<ShownEvent>> {
  if (filters.cursor) return page
  const here = await eventsHere(filters)
  const unsent = new Map(here.rows.filter((row) => row.unsent).map((row) => [row.id, row]))
  const told = page.rows.map((row) => ({ ...row, unsent: unsent.get(row.id)?.unsent }))
  const known = new Set(page.rows.map(({ id }) => id))
  const mine = [...unsent.values()].filter(({ id, number }) => number === '' && !known.has(id))
  return { ...page, rows: [...mine, ...told] }
}

/** null where this phone carries no grid and no unit, and before anything was pulled: nothing here does not mean nothing there. */
async function foundHere(filters: EventFilters): Promise<Page<ShownEvent> | null> {
  const here = await eventsHere(filters)
  const isCarried = (postingAt('grid') ?? postingAt('unit')) && standing.value?.pulledAt
  return here.rows.length > 0 || isCarried ? here : null
}

async function eventsHere(filters: EventFilters): Promise<Page<ShownEvent>> {
  const rows = await (await phone()).rows('event')
  const posts = { grid: heldAt('grid', 'WORKER'), unit: heldAt('unit', 'HANDLER') }
  const shown = rows.map(shownOf).filter((event) => onShelf(event, filters, posts))
  return { rows: shown.sort(byReport), next: null }
}

const heldAt = (kind: Posting['at_kind'], as: Posting['role']): Set<number> =>
  new Set(
    (account.value?.postings ?? [])
      .filter(({ at_kind: at, role }) => at === kind && role === as)
      .map(({ at_id: id }) => id),
  )

export async function eventAnywhere(id: string): Promise<EventDetail> {
  return soonOr(eventThere(id), () => eventHere(id))
}

/** One that this phone does not carry, as it is after what was just kept of it. */
export async function goneOn(event: EventDetail): Promise<EventDetail> {
  const own = await (await phone()).own()
  return afterOwn(
    event,
    own.filter((one) => rowOf(one) === event.id && !('outcome' in one)),
  )
}

/** As the server tells it; this phone keeps that, so that a line lost now shows nothing older. */
export async function eventThere(id: string): Promise<EventDetail> {
  const event = await eventDetail(id)
  await phone()
    .then((one) => one.freshen('event', id, { ...event }))
    .catch(() => undefined)
  return event
}

/** As this phone knows it, with what it has just kept. */
export async function eventHere(id: string): Promise<EventDetail | null> {
  const row = await (await phone()).row('event', id)
  return row ? detailOf(row) : null
}

/** The server's word when it comes soon; else what is here; else the server's word after all. */
async function soonOr<T>(asked: Promise<T>, here: () => Promise<T | null>): Promise<T> {
  const late = new Promise<null>((done) => setTimeout(() => done(null), patience()))
  const told = await Promise.race([asked.catch(helpless), late])
  if (told !== null) return told
  return (await here().catch(() => null)) ?? asked
}

/** Without a line, or where only this phone knows of it, what is here will do. */
function helpless(error: unknown): null {
  const { offline, code } = asRefusal(error)
  if (offline || code === 'not_found') return null
  throw error
}
