import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageOn, checkDigit, dayWords, isPhone, lookAtNumber } from '@/data/citizen'

const TODAY = new Date(2026, 10, 21)

const days = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-11-20'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const orders = fc.integer({ min: 0, max: 999 }).map((order) => String(order).padStart(3, '0'))

const numbered = (bornOn: string, order: string): string => {
  const first = `420502${bornOn.replaceAll('-', '')}${order}`
  return first + checkDigit(first)
}

test('a well-made number says birth and sex of its holder', () => {
  fc.assert(
    fc.property(days, orders, (bornOn, order) => {
      const { citizen } = lookAtNumber(numbered(bornOn, order), TODAY)
      expect(citizen).toEqual({
        number: numbered(bornOn, order),
        bornOn,
        sex: Number(order) % 2 ? '1' : '2',
      })
    }),
  )
})

test('one wrong digit is always noticed', () => {
  const slip = fc.tuple(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }))
  fc.assert(
    fc.property(days, orders, slip, (bornOn, order, [place, by]) => {
      const number = numbered(bornOn, order)
      const digit = String((Number(number[place]) + by) % 10)
      const slipped = number.slice(0, place) + digit + number.slice(place + 1)
      expect(lookAtNumber(slipped, TODAY).wrong).not.toBe('')
    }),
  )
})

test('two neighbours exchanged are always noticed', () => {
  fc.assert(
    fc.property(days, orders, fc.integer({ min: 0, max: 15 }), (bornOn, order, place) => {
      const number = numbered(bornOn, order)
      const [one = '', other = ''] = number.slice(place, place + 2)
      fc.pre(one !== other)
      const exchanged = number.slice(0, place) + other + one + number.slice(place + 2)
      expect(lookAtNumber(exchanged, TODAY).wrong).not.toBe('')
    }),
  )
})

test('whatever is typed gets an answer and no exception', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (told) => {
      const { citizen, wrong } = lookAtNumber(told, TODAY)
      expect(citizen === null).toBe(wrong !== '')
    }),
  )
})

test.each([
  ['１１０１０５ 19491231-002x', '11010519491231002X'],
  ['110105491231002', '11010519491231002X'],
])('%s is read as %s', (told, number) => {
  expect(lookAtNumber(told, TODAY).citizen?.number).toBe(number)
})

test.each([
  ['11010519491231002', '18位'],
  ['110105194912310021', '校验位'],
  [numbered('2026-11-22', '001'), '出生日期'],
  [numbered('2025-02-29', '001'), '出生日期'],
])('%s is refused for its %s', (told, why) => {
  expect(lookAtNumber(told, TODAY).wrong).toContain(why)
})

test('one is a year older from the birthday on', () => {
  expect(ageOn('1980-05-01', '2026-04-30')).toBe(45)
  expect(ageOn('1980-05-01', '2026-05-01')).toBe(46)
})

test('a day is said as people say it', () => {
  expect(dayWords('1980-05-01')).toBe('1980年5月1日')
})

test.each([
  ['13800138000', true],
  ['+86 138-0013-8000', true],
  ['07176251234', true],
  ['12345', false],
  ['', false],
])('%s is a phone: %s', (told, is) => {
  expect(isPhone(told)).toBe(is)
})
