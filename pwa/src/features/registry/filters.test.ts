import { expect, test } from 'vitest'
import { shownTags } from '@/features/registry/filters'

const keys = (...told: Parameters<typeof shownTags>) => shownTags(...told).map(({ key }) => key)

test('before the numbers are known every shortcut is offered', () => {
  expect(shownTags('rooms', '', null)).toContainEqual({
    key: 'fire',
    label: '消防隐患',
    number: null,
  })
})

test('a shortcut says how many, and one that leads to nothing is left out', () => {
  const counts = { ALL: 9, STALE: 0, RENTED: 3 }

  expect(shownTags('rooms', '', counts)).toEqual([{ key: 'rented', label: '出租房', number: 3 }])
})

test('the one that is chosen stays, also when the last of them is done', () => {
  expect(keys('rooms', 'stale', { ALL: 9, STALE: 0 })).toEqual(['stale'])
})

test('who is gone is not counted, and always offered', () => {
  expect(keys('people', '', { ALL: 9 })).toEqual(['gone'])
})
