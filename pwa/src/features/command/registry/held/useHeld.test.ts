import { expect, test, vi } from 'vitest'
import type { HeldRow } from '@/data/held'
import { Refusal } from '@/data/refusal'
import { useHeld } from '@/features/command/registry/held/useHeld'
import { addressOf, fieldLabel, valueWords } from '@/features/command/registry/held/words'

const row = { id: 'a', kind: 'person.correct', row: 'r1' } as HeldRow

test('a word that was taken empties the line', async () => {
  const left = [row]
  const settleHeld = vi.fn(() => Promise.resolve(left.pop()))
  const held = useHeld({ listHeld: () => Promise.resolve([...left]), settleHeld })
  await held.refresh()

  expect(await held.settle(row, 'mine')).toBe(true)

  expect(held.rows.value).toEqual([])
  expect(settleHeld.mock.calls[0]?.slice(0, 2)).toEqual(['a', 'mine'])
})

test('what somebody else has settled meanwhile is gone, and the words say why', async () => {
  const left = [row]
  const held = useHeld({
    listHeld: () => Promise.resolve([...left]),
    settleHeld: () => {
      left.pop()
      return Promise.reject(new Refusal('moved_on', '这条记录已经处理过'))
    },
  })
  await held.refresh()

  expect(await held.settle(row, 'theirs')).toBe(false)

  expect([held.rows.value, held.trouble.value]).toEqual([[], '这条记录已经处理过'])
})

test('a row of the registry is looked at, others are only named', () => {
  expect(addressOf(row)).toBe('/registry?tab=people&show=people/r1')
  expect(addressOf({ kind: 'event.report', row: 'e1' })).toBe('')
  expect(addressOf({ kind: 'person.add', row: null })).toBe('')
})

test('values and fields are told in words', () => {
  expect(['', null, true, 3, '张三', [1]].map(valueWords)).toEqual([
    '（空）',
    '（空）',
    '是',
    '3',
    '张三',
    '（见记录）',
  ])
  expect(['name', 'lon', 'zzz'].map(fieldLabel)).toEqual(['姓名', '经度', 'zzz'])
})
