import { expect, test } from 'vitest'
import type { PersonDetail, RoomDetail } from '@/data/registry'
import { personFacts, roomFacts } from '@/features/registry/facts'

const person = {
  document: '4205**********1234',
  phone: '138****5678',
  born_on: '1980-05-01',
  work_place: '',
  household_address: ' ',
  household_area: '',
  labels: { doc_kind: '居民身份证', marriage: '已婚' },
  sources: [{ field: 'phone', source: 'RESIDENT', confirmed_at: '2026-03-01T04:00:00Z' }],
  may: ['correct', 'reveal'],
} as unknown as PersonDetail

test('what is not known is left out', () => {
  expect(personFacts(person).map(({ label }) => label)).toEqual([
    '居民身份证',
    '电话',
    '出生日期',
    '婚姻状况',
  ])
})

test('a field known from elsewhere says so', () => {
  expect(personFacts(person)[1]?.known).toBe('居民自报 · 2026年3月1日核实')
  expect(personFacts(person)[0]?.known).toBeUndefined()
})

test('only who may reveal is offered to', () => {
  expect(personFacts(person)[0]?.reveal).toBe('document')
  expect(personFacts({ ...person, may: [] })[0]?.reveal).toBeUndefined()
})

test('of a house nobody said to be let it is not said who uses it', () => {
  const room = { rented: false, labels: {}, floor: null, area_m2: null, sources: [] }
  expect(roomFacts(room as unknown as RoomDetail)).toEqual([
    { label: '是否出租', value: '未登记出租' },
  ])
})

const areaOf = (household_area: string, name: string): string | undefined =>
  personFacts({ ...person, household_area, labels: { household_area: name } }).find(
    ({ label }) => label === '户籍区划',
  )?.value

test('a division is named, and told by its code where nobody knows its name', () => {
  expect(areaOf('420502', '西陵区')).toBe('西陵区')
  expect(areaOf('110101', '')).toBe('110101')
})
