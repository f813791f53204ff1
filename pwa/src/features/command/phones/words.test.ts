import { expect, test } from 'vitest'
import { stateOf, unsentWords } from '@/features/command/phones/words'

test('a lost phone is called lost whatever else it told, and lost work is not kept quiet', () => {
  const lost = stateOf({ lost_at: '2026-11-21T10:00:00+08:00', evicted: 3 })
  expect([lost.words.endsWith('登记遗失'), lost.tone]).toEqual([true, 'bad'])
  expect(stateOf({ lost_at: null, evicted: 3 })).toEqual({ words: '手机清理掉3项', tone: 'warn' })
  expect(stateOf({ lost_at: null, evicted: null }).words).toBe('正常')
  expect([unsentWords({ pending: 2 }), unsentWords({ pending: 0 })]).toEqual(['2条', '无'])
})
