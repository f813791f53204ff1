import { afterEach, expect, test } from 'vitest'
import {
  chipsFor,
  findKinds,
  recentKinds,
  rememberKind,
  type Kind,
} from '@/features/report/categories'

const kind = (id: number, name: string, path: string): Kind => ({ id, name, path, code: `0${id}` })

const KINDS = [
  kind(1, '上水井盖', '部件 › 公用设施'),
  kind(2, '雨水井盖', '部件 › 公用设施'),
  kind(3, '餐饮油烟', '事件 › 环境保护'),
  kind(4, '占道经营', '事件 › 街面秩序'),
]

afterEach(() => localStorage.clear())

test('the last used kind is the first chip, and the rest is spread over the taxonomy', () => {
  rememberKind('recent', 2)
  rememberKind('recent', 4)

  expect(chipsFor(KINDS, recentKinds('recent')).map(({ id }) => id)).toEqual([4, 2, 1, 3])
})

test('a kind used twice is remembered once', () => {
  rememberKind('recent', 2)
  rememberKind('recent', 4)
  rememberKind('recent', 2)

  expect(recentKinds('recent')).toEqual([2, 4])
})

test('behind the last used kind come those used most', () => {
  for (const id of [3, 3, 3, 1, 4]) rememberKind('recent', id)

  expect(recentKinds('recent')).toEqual([4, 3, 1])
})

test('every word must be found, in the name or above it', () => {
  expect(findKinds(KINDS, '公用 雨水').map(({ id }) => id)).toEqual([2])
  expect(findKinds(KINDS, '井盖').map(({ id }) => id)).toEqual([1, 2])
  expect(findKinds(KINDS, '飞碟')).toEqual([])
  expect(findKinds(KINDS, '')).toHaveLength(4)
})
