import { expect, test } from 'vitest'
import type { Shown } from '@/features/registry/here'
import { personActs, typedPhone } from '@/features/registry/personActs'

type Person = Shown<'people'>

const who = (...may: string[]): Person =>
  ({ id: 'p1', may, phone: '138****5678' }) as unknown as Person
const waiting = (...unsent: object[]): Person =>
  ({ ...who('correct'), unsent }) as unknown as Person
const quick = (person: Person): string[] => personActs(person).quick.map(({ key }) => key)

test('who only looks on is offered nothing but the call', () => {
  expect(personActs(who('reveal'))).toMatchObject({ acts: [], others: [] })
  expect(quick(who('reveal'))).toEqual(['phone'])
})

test('who is gone can only come back', () => {
  expect(personActs(who('come_back', 'ask')).acts.map(({ key }) => key)).toEqual(['come_back'])
})

test('the grave act comes last', () => {
  expect(personActs(who('correct', 'leave')).others.at(-1)).toMatchObject({ danger: true })
})

test('nobody is called who has no number, or whose number one may not see', () => {
  expect(quick({ ...who('correct', 'reveal'), phone: '' })).not.toContain('phone')
  expect(quick(who('correct'))).not.toContain('phone')
})

test('a number typed here is called while it waits, the newest of them, without asking the server', () => {
  const added = { kind: 'person.add', row: null, data: { name: '张三', phone: '13800135678' } }
  const corrected = { kind: 'person.correct', row: 'p1', data: { phone: '13900131234' } }
  const joined = { kind: 'person.join', row: 'p1', data: { household: 'h1' } }

  expect(quick(waiting(added))).toContain('dial')
  expect(typedPhone(waiting(added, joined))).toBe('13800135678')
  expect(typedPhone(waiting(added, corrected))).toBe('13900131234')
  expect(quick({ ...waiting(joined), may: ['reveal'] })).toEqual(['phone'])
})
