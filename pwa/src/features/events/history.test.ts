import { expect, test } from 'vitest'
import type { EventDetail, TimelineEntry } from '@/data/types'
import { happened, openAsks } from '@/features/events/history'

const NOW = new Date(2026, 2, 1, 12).getTime()

const moment = (entry: number, more: Partial<TimelineEntry>): TimelineEntry => ({
  entry,
  at: '2026-03-01T02:00:00Z',
  verb: 'comment',
  label: '补充说明',
  who: '李小红',
  note: '',
  reason: '',
  into: '',
  level: '',
  photos: [],
  voices: [],
  awaited: [],
  said: {},
  ...more,
})

const detail = (more: Partial<EventDetail>): EventDetail =>
  ({
    timeline: [],
    photos: [],
    asked_for: null,
    supervision_open: false,
    supervised: '',
    ...more,
  }) as EventDetail

test('the newest step comes first, in people’s words, with its own photos', () => {
  const photo = { id: 'p1', thumb: 't', url: 'u' } as EventDetail['photos'][number]
  const event = detail({
    photos: [photo, { ...photo, id: 'p2' }],
    timeline: [
      moment(1, { note: '看过了', said: { note: '看过了' }, photos: ['p1'] }),
      moment(2, {
        label: '派遣',
        said: {
          unit: '城管局',
          co_units: ['街道', '社区'],
          until: new Date(2026, 2, 2, 9).toISOString(),
        },
      }),
    ],
  })

  const steps = happened(event, NOW)

  expect(steps.map(({ key }) => key)).toEqual([2, 1])
  expect(steps[0]?.lines).toEqual(['责任单位：城管局', '协办单位：街道、社区', '到：明天 09:00'])
  expect(steps[1]).toMatchObject({ lines: ['看过了'], photos: [photo] })
})

test('an open supervision says the last words of the one who watches', () => {
  const event = detail({
    supervision_open: true,
    supervised: 'YELLOW',
    timeline: [
      moment(1, { verb: 'supervise', note: '抓紧' }),
      moment(2, { verb: 'supervise', note: '今天办完' }),
    ],
  })

  expect(openAsks(event, NOW)).toEqual([{ title: '黄牌督办，待回复', words: '今天办完' }])
})

test('nothing open is nothing said', () => {
  expect(openAsks(detail({}), NOW)).toEqual([])
})
