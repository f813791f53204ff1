import { expect, test } from 'vitest'
import type { PersonDetail } from '@/data/registry'
import { personActs } from '@/features/registry/personActs'

const who = (...may: string[]): PersonDetail =>
  ({ may, phone: '138****5678' }) as unknown as PersonDetail
const quick = (person: PersonDetail): string[] => personActs(person).quick.map(({ key }) => key)

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
