/** A rating as people say it; the place in the list is the score, less one. */
export const RATINGS = ['很不满意', '不满意', '一般', '满意', '非常满意'] as const

export const ratingWord = (score: number | null): string =>
  score === null ? '' : (RATINGS[score - 1] ?? '')

export const HOTLINE = '12345'
