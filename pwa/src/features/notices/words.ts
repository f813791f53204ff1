import { shownOf } from '@/features/events/local'
import type { Row } from '@/sync/view'

/** What and where: a notice itself tells nothing of it. */
export function matterWords(row: Row): string {
  const { category, place_text: place, grid } = shownOf(row)
  return [category.name, place || grid?.name].filter(Boolean).join('，')
}
