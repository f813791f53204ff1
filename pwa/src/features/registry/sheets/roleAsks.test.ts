import { expect, test } from 'vitest'
import { asksOf, roleBody } from '@/features/registry/sheets/roleAsks'

test('what was filled for another kind is left behind', () => {
  const told = {
    kind: 'PREGNANT',
    from_on: '2026-11-21',
    more: { inflow: '01', due_on: '2027-03-01' },
  }

  expect(roleBody(told)).toEqual({ kind: 'PREGNANT', from_on: '2026-11-21', due_on: '2027-03-01' })
})

test('nothing is asked before a kind is chosen', () => {
  expect(asksOf('')).toEqual([])
})
