import { computed, type ComputedRef } from 'vue'
import type { components } from '@/data/schema'
import { account } from '@/data/session'
import { isMarked, markRead, useMarks } from '@/features/notices/marks'
import { useRows } from '@/sync/access'

export type Article = components['schemas']['ArticleRow']
export type Shown = Article & { isRead: boolean }

/** The city's, and those of the districts whose grids are mine; newest first. */
export function useArticles(): ComputedRef<Shown[]> {
  const rows = useRows('article')
  const grids = useRows('grid')
  const marks = useMarks('ARTICLE')
  return computed(() => {
    const districts = new Set(
      grids.value.map(({ body }) => (body.district as { id?: number } | undefined)?.id),
    )
    return rows.value
      .map(({ body }) => body as unknown as Article)
      .filter((one) => !one.withdrawn)
      .filter(({ division }) => division.level === 'CITY' || districts.has(division.id))
      .map((one) => ({ ...one, isRead: isMarked(marks.value, one.id) }))
      .sort(
        (a, b) => b.published_on.localeCompare(a.published_on) || a.title.localeCompare(b.title),
      )
  })
}

/** Every word asked must be somewhere in it. */
export function found(articles: Shown[], asked: string, topic: string): Shown[] {
  const words = asked.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return articles.filter((one) => {
    const text = `${one.title} ${one.topic_label} ${one.body}`.toLowerCase()
    return (topic === '' || one.topic === topic) && words.every((word) => text.includes(word))
  })
}

export const readArticle = (id: string): Promise<void> =>
  account.value ? markRead('ARTICLE', [id]) : Promise.resolve()
