import { expect, test } from 'vitest'
import { changesOf, missing, PERSON, ROOM, toldOf } from '@/features/registry/forms/fields'

const room = { number: '501', rented: false, floor: 5, plate_code: null, hazard: '00' }

test('only what was changed is sent', () => {
  const before = toldOf(ROOM, room)

  expect(changesOf(ROOM, before, { ...before, rented: true, number: ' 501 ' })).toEqual({
    rented: true,
  })
})

test('what is emptied is cleared', () => {
  const before = toldOf(ROOM, room)

  expect(changesOf(ROOM, before, { ...before, floor: '', hazard: '' })).toEqual({
    floor: null,
    hazard: '',
  })
})

test('a masked number is never sent back', () => {
  const before = toldOf(PERSON, { name: '张三', document: '4205**********1234' })

  expect(before.document).toBe('')
  expect(changesOf(PERSON, before, before)).toEqual({})
})

test('a name of spaces is missing', () => {
  expect(missing(PERSON, { name: '  ' })).toEqual({ name: '请填写姓名' })
})

test.each([
  ['abc', '楼层应为-10至200的整数'],
  ['999', '楼层应为-10至200的整数'],
  ['1.5', '楼层应为-10至200的整数'],
  ['-1', undefined],
  [' 12 ', undefined],
  ['', undefined],
])('a floor of "%s": %s', (floor, words) => {
  expect(missing(ROOM, { number: '1', address: 'x', floor }).floor).toBe(words)
})

test.each([
  ['88.5', false],
  ['-5', true],
  ['大', true],
])('an area of %s is wrong: %s', (area_m2, isWrong) => {
  expect('area_m2' in missing(ROOM, { number: '1', address: 'x', area_m2 })).toBe(isWrong)
})
