import type { Posting } from '@/data/types'

const WRITERS = new Set(['SHIFT_LEAD', 'LEADER', 'ADMIN'])

/** Who writes for a city or a district; the server has the last word. */
export const writesArticles = (postings: readonly Posting[]): boolean =>
  postings.some(
    ({ role, level }) => WRITERS.has(role) && (level === 'CITY' || level === 'DISTRICT'),
  )
