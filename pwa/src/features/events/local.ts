import type { EventDetail, EventRow, Move, StateCode } from '@/data/types'
import type { EventFilters } from '@/data/events'
import type { Waiting } from '@/sync/db'
import type { Row } from '@/sync/view'

/** An event of a list, and how much of it this phone has still to send. */
export type ShownEvent = EventRow & { unsent?: number }

const ENDED = new Set<StateCode>(['CLOSED', 'REFUSED', 'NOT_FILED', 'VOID', 'MERGED'])
const AT_GRID = new Set<StateCode>(['REPORTED', 'ACCEPTED', 'VERIFYING'])
const ASKED_BACK = new Set<StateCode>(['VERIFYING', 'CHECKING'])

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
const IN_PLACE = new Set(['event.comment', 'event.attend'])
const ACCEPT = 'event.accept'
/** What the one who has accepted a matter of the grid may do with it next, of what could be done before. */
const AFTER_ACCEPT = new Set(['attend', 'settle', 'escalate'])

/**
 * What follows from a move that is still here only the server knows; more words are always welcome. Only what a worker
 * takes on in the small ring goes on at once: nobody else decides about it.
 */
export function afterOwn(told: EventDetail, waiting: Pick<Waiting, 'kind'>[]): EventDetail {
  const kinds = waiting.map(({ kind }) => kind)
  const isTaken = kinds.includes(ACCEPT) && told.state === 'REPORTED' && told.level === 'GRID'
  const done = new Set(kinds.filter((kind) => kind !== 'event.comment').map(verbOf))
  const isMoved = kinds.some((kind) => !IN_PLACE.has(kind) && !(isTaken && kind === ACCEPT))
  const may = ({ verb }: Move): boolean =>
    verb === 'comment' || (!isMoved && !done.has(verb) && (!isTaken || AFTER_ACCEPT.has(verb)))
  const taken = isTaken ? ({ state: 'ACCEPTED', state_label: '已受理' } as const) : {}
  return { ...told, ...taken, moves: told.moves.filter(may) }
}

const verbOf = (kind: string): string => kind.split('.')[1] ?? ''

export const shownOf = (row: Row): ShownEvent => ({ ...detailOf(row), unsent: row.waiting.length })

/** The same shelf as the server would fill, from what is on this phone. */
export function onShelf(event: ShownEvent, { scope, state, open, q = '' }: EventFilters): boolean {
  return [
    !open || !ENDED.has(event.state),
    !state || state.includes(event.state),
    scope !== 'mine' || isMine(event),
    says(event, q.trim()),
  ].every(Boolean)
}

const says = ({ number, text, place_text, category }: ShownEvent, words: string): boolean =>
  [number, text, place_text, category.name].some((one) => one.includes(words))

const isMine = ({ level, state, unsent = 0, number }: ShownEvent): boolean =>
  (level === 'GRID' && AT_GRID.has(state)) || ASKED_BACK.has(state) || (unsent > 0 && number === '')

/** Newest first, as in the server's lists. */
export const byReport = (a: ShownEvent, b: ShownEvent): number =>
  b.reported_at.localeCompare(a.reported_at)
