import type { Posting } from '@/data/types'

const DESK = new Set(['ACCEPTOR', 'DISPATCHER', 'SHIFT_LEAD'])

/** The postings whose rounds somebody sees: a division's desk, not its leaders; the server has the last word. */
export const inDesk = (postings: readonly Posting[]): Posting[] =>
  postings.filter(({ at_kind, role }) => at_kind === 'division' && DESK.has(role))

export const seesRounds = (postings: readonly Posting[]): boolean => inDesk(postings).length > 0
