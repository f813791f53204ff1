import type { Posting } from '@/data/types'

/** Who looks after accounts; the server has the last word on whose. */
export const administers = (postings: readonly Posting[]): boolean =>
  postings.some(({ role }) => role === 'ADMIN')
