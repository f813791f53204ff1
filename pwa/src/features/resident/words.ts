import type { PublicEvent } from '@/data/types'

/** A rating as people say it; the place in the list is the score, less one. */
export const RATINGS = ['很不满意', '不满意', '一般', '满意', '非常满意'] as const

export const ratingWord = (score: number | null): string =>
  score === null ? '' : (RATINGS[score - 1] ?? '')

/** How far it is, in the five words; only an end says more exactly which end. */
export const standing = ({ ended, state_label, stages, stage, rating }: PublicEvent): string =>
  ended && rating === null ? state_label : (stages[stage - 1] ?? state_label)

export const HOTLINE = '12345'
