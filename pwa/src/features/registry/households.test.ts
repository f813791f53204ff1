import { expect, test } from 'vitest'
import type { RoomDetail } from '@/data/registry'
import { householdChoices } from '@/features/registry/households'

test('who shares a flat is told apart by the heads', () => {
  const house = {
    people: [{ id: 'p1', name: '张三' }],
    households: [
      { id: 'h1', head: 'p1', number: '' },
      { id: 'h2', head: null, number: '0042' },
      { id: 'h3', head: 'gone', number: '' },
    ],
  } as RoomDetail

  expect(householdChoices(house)).toEqual([
    { value: 'h1', label: '张三家' },
    { value: 'h2', label: '户号0042' },
    { value: 'h3', label: '第3户，没有户主' },
  ])
})
