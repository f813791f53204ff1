import { expect, test } from 'vitest'
import type { PersonDetail } from '@/data/registry'
import { personActs } from '@/features/registry/personActs'

const who = (...may: string[]): PersonDetail => ({ may }) as unknown as PersonDetail

test('who only looks on is offered nothing', () => {
  expect(personActs(who('reveal'))).toEqual({ acts: [], others: [] })
})

test('who is gone can only come back', () => {
  expect(personActs(who('come_back', 'ask')).acts.map(({ key }) => key)).toEqual(['come_back'])
})

test('the grave act comes last', () => {
  expect(personActs(who('correct', 'leave')).others.at(-1)).toMatchObject({ danger: true })
})
