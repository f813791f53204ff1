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

const room = (number: string, unit = '1单元') => ({
  kind: 'room',
  id: unit + number,
  body: { number, plate_code: `P-${number}`, address: `云集路8号2号楼${unit}${number}室` },
})
const DOORS = indexOf([room('1501'), room('501'), room('502'), room('501', '2单元')])
const doors = (words: string): string[] => look(DOORS, words).map(({ id }) => id)

test('a door is found by its number alone, the very number first; several words narrow it down', () => {
  expect(doors('501')).toEqual(['1单元501', '2单元501', '1单元1501'])
  expect(doors('2单元 501')).toEqual(['2单元501'])
})

test('full-width digits do as well', () => {
  expect(doors('５０２')).toEqual(['1单元502'])
})

test('a person is found by whole pinyin and by the last four of the document', () => {
  const body = { name: '曾小贤', pinyin: 'zengxiaoxian', document: '4205**********123X' }
  const index = indexOf([{ kind: 'person', id: 'zeng', body }])
  expect(look(index, 'zengx')).toHaveLength(1)
  expect(look(index, '123x')).toHaveLength(1)
})

const house = (building: string, unit: string, number: string, plate_code = '') => ({
  kind: 'room',
  id: building + unit + number,
  body: { building: { name: building }, unit, number, plate_code, address: '桃花岭路8号' },
})
const HOUSES = indexOf([
  house('1栋', '', '5011'),
  house('7栋', '3单元', '201', '42050200000000000072'),
  house('7栋', '1单元', '501'),
  house('1栋', '2单元', '501'),
  house('云集路8号2号楼', '', '301'),
  house('A座', '', '501', '42050200000000007201'),
])
const houses = (words: string): string[] => look(HOUSES, words).map(({ id }) => id)

test('a door is found as people write it: building, entrance and number with hyphens', () => {
  expect(houses('7-3-201')).toEqual(['7栋3单元201'])
  expect(houses('7－3－201')).toEqual(['7栋3单元201'])
  expect(houses('7—3—2')).toEqual(['7栋3单元201'])
  expect(houses('2-301')).toEqual(['云集路8号2号楼301'])
  expect(houses('a-501')).toEqual(['A座501'])
})

test('of two parts the first may be the entrance or the building, the very door first', () => {
  expect(houses('1-501')).toEqual(['7栋1单元501', '1栋2单元501', '1栋5011'])
  expect(houses('17-501')).toEqual([])
})

test('a house is found by the last four of its plate, and by those alone', () => {
  expect(houses('0072')).toEqual(['7栋3单元201'])
  expect(houses('007')).toEqual([])
})
