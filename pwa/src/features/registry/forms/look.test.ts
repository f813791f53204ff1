import { expect, test } from 'vitest'
import { lookAt, lookWhole } from '@/features/registry/forms/look'

const GOOD = '11010519491231002X'

test('half a number is not wrong while it is typed, and wrong when it is sent', () => {
  expect(lookAt({ document: '1101051949' }).wrong).toEqual({})
  expect(lookWhole({ document: '1101051949' }).document).toContain('18位')
})

test('a wrong check digit is told with the last key press', () => {
  expect(lookAt({ document: '110105194912310021' }).wrong.document).toContain('校验位')
})

test('a good number says its holder', () => {
  expect(lookAt({ document: GOOD }).citizen).toMatchObject({ bornOn: '1949-12-31', sex: '2' })
})

test('another kind of document has another form', () => {
  expect(lookAt({ document: 'E12345678901234567', doc_kind: '414' }).wrong).toEqual({})
  expect(lookWhole({ document: 'E1234567', doc_kind: '414' })).toEqual({})
})

test('a phone is looked at when it is long enough', () => {
  expect(lookAt({ phone: '1380013' }).wrong).toEqual({})
  expect(lookAt({ phone: '23800138000' }).wrong.phone).toContain('11位')
  expect(lookWhole({ phone: '1380013' }).phone).toContain('11位')
})

test('an area is six digits', () => {
  expect(lookWhole({ household_area: 'abc' }).household_area).toContain('6位')
  expect(lookWhole({ household_area: '420502' })).toEqual({})
})
