import { expect, test } from 'vitest'
import type { Posting } from '@/data/types'
import { centreName, intakeChannels, waitsForNobody } from '@/features/command/postings'

const post = (part: Partial<Posting>): Posting => ({
  role: 'ACCEPTOR',
  role_label: '',
  level: 'STREET',
  at_kind: 'division',
  at_id: 1,
  at_name: '云集街道',
  ...part,
})
const district = post({ role: 'SHIFT_LEAD', level: 'DISTRICT', at_name: '西陵区' })
const unit = post({ role: 'HANDLER', level: null, at_kind: 'unit', at_name: '西陵区城管局' })

test('the widest posting names the centre', () => {
  expect(centreName([post({}), district])).toBe('西陵区网格管理中心')
  expect(centreName([unit])).toBe('西陵区城管局')
  expect(centreName([post({ level: 'COMMUNITY', at_name: '桃花岭社区' })])).toBe(
    '桃花岭社区网格管理站',
  )
  expect(centreName([])).toBe('网格指挥台')
})

test('for those who only look on, nothing waits', () => {
  expect(waitsForNobody([post({ role: 'AUDITOR' }), post({ role: 'LEADER' })])).toBe(true)
  expect(waitsForNobody([post({ role: 'AUDITOR' }), unit])).toBe(false)
})

test('several roles bring in through all their channels, each once', () => {
  expect(intakeChannels([post({}), unit])).toEqual([
    'HOTLINE',
    'RESIDENT',
    'DEPARTMENT',
    'MEDIA',
    'PATROL',
  ])
  expect(intakeChannels([post({ role: 'AUDITOR' })])).toEqual([])
})
