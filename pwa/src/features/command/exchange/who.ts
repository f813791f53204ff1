import type { Posting } from '@/data/types'

const IMPORTS = new Set(['ACCEPTOR', 'DISPATCHER', 'SHIFT_LEAD', 'ADMIN'])
const WHOLE = new Set(['ACCEPTOR', 'DISPATCHER', 'SHIFT_LEAD', 'LEADER'])

const holds = (postings: readonly Posting[], roles: ReadonlySet<string>): boolean =>
  postings.some(({ at_kind, role }) => at_kind === 'division' && roles.has(role))

/** What the screens offer; the server has the last word. */
export const mayImport = (postings: readonly Posting[]): boolean => holds(postings, IMPORTS)
export const mayExportWhole = (postings: readonly Posting[]): boolean => holds(postings, WHOLE)
export const mayExchange = (postings: readonly Posting[]): boolean =>
  mayImport(postings) || mayExportWhole(postings)
