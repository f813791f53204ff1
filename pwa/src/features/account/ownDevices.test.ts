import { expect, test } from 'vitest'
import type { OwnPhone } from '@/data/phones'
import type { Device } from '@/data/types'
import { ownDevices } from '@/features/account/ownDevices'

const device = (id: string): Device => ({
  id,
  label: '安卓手机',
  since_at: '',
  last_seen_at: '2026-11-21T10:00:00Z',
  current: id === 'here',
})
const phone = (id: string, more: Partial<OwnPhone> = {}): OwnPhone => ({
  id,
  sign_in: null,
  label: '安卓手机',
  pulled_at: '2026-11-20T10:00:00Z',
  pending: 0,
  oldest_at: null,
  evicted: null,
  lost_at: null,
  ...more,
})

test('a phone stands with its sign-in; one that was lost or has none stands by itself', () => {
  const listed = ownDevices(
    [device('here'), device('desk')],
    [
      phone('p1', { sign_in: 'here', pending: 2 }),
      phone('p2', { lost_at: '2026-11-21T09:00:00Z' }),
      phone('p3'),
      phone('never unlocked', { label: '' }),
    ],
  )

  expect(listed.map(({ signIn, phone: one }) => [signIn, one])).toEqual([
    ['here', 'p1'],
    ['desk', null],
    [null, 'p2'],
    [null, 'p3'],
  ])
  expect(listed.map(({ pending, lost }) => [pending, lost])).toEqual([
    [2, false],
    [0, false],
    [0, true],
    [0, false],
  ])
})
