import { expect, test } from 'vitest'
import type { EventDetail, TimelineEntry } from '@/data/types'
import { happened } from '@/features/command/detail/history'

const now = new Date('2026-11-21T12:00:00').getTime()
const moment = (part: Partial<TimelineEntry>): TimelineEntry => ({
  entry: 1,
  at: '2026-11-21T09:00:00',
  verb: 'dispatch',
  label: '派遣',
  who: '刘洋',
  note: '',
  reason: '',
  into: 'DISPATCHED',
  level: 'STREET',
  photos: [],
  voices: [],
  awaited: [],
  said: {},
  ...part,
})
const photo = { id: 'p1', kind: 'REPORT', kind_label: '上报', thumb: 't', url: 'u', taken_at: null }

function told(...timeline: TimelineEntry[]) {
  return happened({ timeline, photos: [photo] } as unknown as EventDetail, now)
}

test('the newest comes first, with its state and holder in words', () => {
  const found = told(moment({ entry: 1 }), moment({ entry: 2, into: 'HANDLING' }))

  expect(found.map(({ entry, into }) => [entry, into])).toEqual([
    [2, '处置中 · 街道'],
    [1, '待签收 · 街道'],
  ])
})

test('what was said is told in the words of the screen', () => {
  const said = {
    unit: '城管局',
    co_units: ['环卫', '交警'],
    until: '2026-11-22T17:30:00',
    grade: 'RED',
    score: 4,
    note: '请尽快',
    unknown: 'x',
  }

  expect(told(moment({ note: '请尽快', said }))[0]?.facts).toEqual([
    ['责任单位', '城管局'],
    ['协办单位', '环卫、交警'],
    ['到何时', '明天 17:30'],
    ['等级', '红牌督办'],
    ['评分', '4 分'],
    ['说明', '请尽快'],
  ])
})

test('photos are those of the matter; others are not invented', () => {
  expect(told(moment({ photos: ['p1', 'p2'] }))[0]?.photos).toEqual([photo])
})
