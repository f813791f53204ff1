import { expect, test } from 'vitest'
import { indexOf, look } from '@/sync/search'

const ROWS = [
  { kind: 'person', id: 'li', body: { name: '李小红', initials: 'lxh', phone: '199****0001' } },
  { kind: 'person', id: 'wang', body: { name: '王红', initials: 'wh', phone: '138****5678' } },
  { kind: 'room', id: 'room', body: { address: '桃花岭1栋2单元301', plate_code: 'TH301A' } },
]
const found = (words: string): string[] => look(indexOf(ROWS), words).map(({ id }) => id)

test('a person is found by name, by its letters and by the last four', () => {
  expect(found('李')).toEqual(['li'])
  expect(found('lx')).toEqual(['li'])
  expect(found('5678')).toEqual(['wang'])
  expect(found('红 wh')).toEqual(['wang'])
})

test('a room is found by its plate, whatever the case, and by any part of its address', () => {
  expect(found('th301')).toEqual(['room'])
  expect(found('2单元 301')).toEqual(['room'])
})

test('whoever begins with it comes first; nothing asked finds nothing', () => {
  expect(found('红')).toEqual(['li', 'wang'])
  expect(found('王')).toEqual(['wang'])
  expect(found('  ')).toEqual([])
  expect(found('没有')).toEqual([])
})
