import type { EventDetail, EventRow, Move, StateCode } from '@/data/types'
import type { EventFilters } from '@/data/events'
import type { Waiting } from '@/sync/db'
import type { Row } from '@/sync/view'

/** An event of a list, and how much of it this phone has still to send. */
export type ShownEvent = EventRow & { unsent?: number }

/** One of this phone's own, of which more is known. */
type HeldEvent = ShownEvent & Pick<EventDetail, 'moves'>

const ENDED = new Set<StateCode>(['CLOSED', 'REFUSED', 'NOT_FILED', 'VOID', 'MERGED'])
const AT_GRID = new Set<StateCode>(['REPORTED', 'ACCEPTED', 'VERIFYING'])
const ASKED_BACK = new Set<StateCode>(['VERIFYING', 'CHECKING'])
const AT_UNIT = new Set<StateCode>(['DISPATCHED', 'HANDLING'])

/** What nobody has told yet of a matter that only this phone knows. */
const UNTOLD: EventDetail = {
  id: '',
  number: '',
  state: 'REPORTED',
  state_label: '待发送',
  level: 'GRID',
  ring: 'SMALL',
  channel: 'WORKER',
  severity: 'ORDINARY',
  category: { id: 0, name: '', code: '' },
  text: '',
  place_text: '',
  lon: 0,
  lat: 0,
  grid: { id: 0, name: '' },
  unit: null,
  light: 'GREEN',
  stage_label: '',
  due_at: null,
  warn_at: null,
  reported_at: '',
  moved_at: '',
  photo: null,
  rating: null,
  supervised: '',
  asked: '',
  direction: 'BOTTOM_UP',
  answer: '',
  rating_text: '',
  condition: null,
  deadlines: [],
  photos: [],
  timeline: [],
  moves: [],
  once_signed: [],
  hindered: [],
  asked_for: null,
  suggested: null,
  reporter: null,
  assists: [],
  counters: {},
  supervision_open: false,
  appeal: '',
  merged_into: null,
}

/** As the server's address would tell it. `photos` of a report still to be sent are ids, not pictures. */
export function detailOf({ id, rev, body, waiting }: Row): EventDetail {
  const told = { ...UNTOLD, ...(body as Partial<EventDetail>), id }
  if (rev === null) return { ...told, photos: [] }
  return afterOwn(told, waiting)
}

/** After these a matter is where it was. */
const IN_PLACE = new Set(['event.comment', 'event.attend', 'event.assist'])
const ACCEPT = 'event.accept'
const SIGN = 'event.sign'
/** What the one who has accepted a matter of the grid may do with it next, of what could be done before. */
const AFTER_ACCEPT = new Set(['attend', 'settle', 'escalate', 'comment'])

/**
 * What follows from a move that is still here only the server knows; more words are always welcome. Only what a worker
 * takes on in the small ring, or a handler for the unit, goes on at once: nobody else decides about it.
 */
export function afterOwn(told: EventDetail, waiting: Pick<Waiting, 'kind'>[]): EventDetail {
  const kinds = waiting.map(({ kind }) => kind)
  const { by, ...begun } = begunBy(told, kinds)
  const done = new Set(kinds.filter((kind) => kind !== 'event.comment').map(verbOf))
  const isMoved = kinds.some((kind) => !IN_PLACE.has(kind) && kind !== by)
  const may = ({ verb }: Move): boolean => verb === 'comment' || (!isMoved && !done.has(verb))
  return { ...told, ...begun, moves: begun.moves.filter(may) }
}

type Begun = Partial<EventDetail> & Pick<EventDetail, 'moves'> & { by?: string }

/** The time to sign is over; how long there is to handle it the server has not said yet. */
const SIGNED = {
  by: SIGN,
  state: 'HANDLING',
  state_label: '处置中',
  stage_label: '',
  due_at: null,
  warn_at: null,
} as const

function begunBy(told: EventDetail, kinds: string[]): Begun {
  const { state, level, moves, deadlines } = told
  if (kinds.includes(ACCEPT) && state === 'REPORTED' && level === 'GRID') {
    const open = moves.filter(({ verb }) => AFTER_ACCEPT.has(verb))
    return { by: ACCEPT, state: 'ACCEPTED', state_label: '已受理', moves: open }
  }
  if (!kinds.includes(SIGN) || state !== 'DISPATCHED') return { moves }
  const words = moves.filter(({ verb }) => verb === 'comment')
  const later = deadlines.filter(({ stage }) => stage !== 'DISPATCHED')
  return { ...SIGNED, deadlines: later, moves: [...told.once_signed, ...words] }
}

const verbOf = (kind: string): string => kind.split('.')[1] ?? ''

export const shownOf = (row: Row): HeldEvent => ({ ...detailOf(row), unsent: row.waiting.length })

/** Grids whose worker and units whose handler somebody is. */
export type Posts = Record<'grid' | 'unit', ReadonlySet<number>>

/** The same shelf as the server would fill, from what is on this phone. */
export function onShelf(
  event: HeldEvent,
  { scope, state, open, q = '' }: EventFilters,
  posts: Posts,
): boolean {
  return [
    !open || !ENDED.has(event.state),
    !state || state.includes(event.state),
    scope !== 'mine' || isMine(event, posts),
    says(event, q.trim()),
  ].every(Boolean)
}

const says = ({ number, text, place_text, category }: HeldEvent, words: string): boolean =>
  [number, text, place_text, category.name].some((one) => one.includes(words))

const isMine = (event: HeldEvent, posts: Posts): boolean =>
  isUntold(event) || waitsForGrid(event, posts) || waitsForUnit(event, posts)

const isUntold = ({ unsent = 0, number }: HeldEvent): boolean => unsent > 0 && number === ''

const waitsForGrid = ({ level, state, grid }: HeldEvent, posts: Posts): boolean =>
  posts.grid.has(grid.id) && ((level === 'GRID' && AT_GRID.has(state)) || ASKED_BACK.has(state))

/** Its own, and those in which a part is still to be done: that alone lets anybody do it. */
const waitsForUnit = ({ state, unit, moves }: HeldEvent, posts: Posts): boolean =>
  AT_UNIT.has(state) &&
  ((unit !== null && posts.unit.has(unit.id)) || moves.some(({ verb }) => verb === 'assist'))

/** Newest first, as in the server's lists. */
export const byReport = (a: ShownEvent, b: ShownEvent): number =>
  b.reported_at.localeCompare(a.reported_at)
