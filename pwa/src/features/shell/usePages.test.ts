import { expect, test } from 'vitest'
import type { Page } from '@/data/types'
import { usePages } from '@/features/shell/usePages'

/** A list of `total` numbers behind a door that gives a hundred at most. */
function numbers(total: number) {
  const asked: [string | null, number][] = []
  const ask = (cursor: string | null, limit: number): Promise<Page<number>> => {
    asked.push([cursor, limit])
    const from = Number(cursor ?? 0)
    const until = Math.min(total, from + Math.min(limit, 100))
    const rows = Array.from({ length: until - from }, (_, n) => from + n)
    return Promise.resolve({ rows, next: until < total ? String(until) : null })
  }
  return { asked, ask }
}

test('a page follows the one before', async () => {
  const { ask } = numbers(45)
  const list = usePages(ask)
  await list.restart()
  await list.more()
  await list.more()
  await list.more()

  expect(list.rows.value).toEqual(Array.from({ length: 45 }, (_, n) => n))
  expect(list.hasMore.value).toBe(false)
})

test('asking again keeps as much as is on the screen, however much that is', async () => {
  const { ask } = numbers(300)
  const list = usePages(ask)
  await list.restart()
  for (let page = 0; page < 11; page += 1) await list.more()
  await list.refresh()

  expect(list.rows.value).toHaveLength(240)
  expect(list.hasMore.value).toBe(true)
})

test('who comes back finds the list as it was left, before anything is asked', async () => {
  const { ask, asked } = numbers(45)
  const left = usePages(ask)
  await left.restart()
  await left.more()
  const before = asked.length

  const again = usePages(ask, left.held())

  expect(again.rows.value).toHaveLength(40)
  expect(again.isAsked.value).toBe(true)
  expect(asked).toHaveLength(before)
  await again.more()
  expect(again.rows.value).toHaveLength(45)
})
