import { expect, test } from 'vitest'
import type { Posting } from '@/data/types'
import { inDesk, seesRounds } from '@/features/command/patrols/who'

const post = (role: string, at_kind = 'division'): Posting =>
  ({ role, at_kind, at_id: 1, at_name: '云集街道', level: 'STREET' }) as Posting

test('the desk of a division sees rounds, and nobody who only leads, audits or administers', () => {
  for (const role of ['ACCEPTOR', 'DISPATCHER', 'SHIFT_LEAD'])
    expect(seesRounds([post(role)])).toBe(true)
  for (const role of ['LEADER', 'AUDITOR', 'ADMIN']) expect(seesRounds([post(role)])).toBe(false)
  expect(seesRounds([post('WORKER', 'grid'), post('HANDLER', 'unit')])).toBe(false)
})

test('places are offered where one sits at the desk, not where one leads', () => {
  expect(inDesk([post('LEADER'), post('DISPATCHER')])).toEqual([post('DISPATCHER')])
})
