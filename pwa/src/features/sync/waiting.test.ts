import { expect, test } from 'vitest'
import { pathOf, saidIn, triesOf } from '@/features/sync/waiting'

const ID = '0190a000-0000-7000-8000-000000000001'
const ROOM = '0190a000-0000-7000-8000-000000000002'

const command = (kind: string, row: string | null, data = {}) => ({ id: ID, kind, row, data })

test('two reports of one kind are told apart by what was written and where', () => {
  const first = { data: { text: '楼顶搭了棚', place_text: '5栋', category: 3 } }
  const second = { data: { text: '院里砌了墙 ', place_text: '', photos: ['p'] } }

  expect(saidIn(first)).toBe('楼顶搭了棚 · 5栋')
  expect(saidIn(second)).toBe('院里砌了墙')
})

test('the words of a move are read whatever its field is called', () => {
  expect(saidIn({ data: { note: '到了现场' } })).toBe('到了现场')
  expect(saidIn({ data: { reason: '要区里协调', until: '2026-03-01T00:00:00Z' } })).toBe(
    '要区里协调',
  )
  expect(saidIn({ data: { grid: 7 } })).toBe('')
})

test('what waits leads to what it is about', () => {
  expect(pathOf(command('event.report', null))).toBe(`/events/${ID}`)
  expect(pathOf(command('person.correct', ROOM))).toBe(`/registry/people/${ROOM}`)
  expect(pathOf(command('visit.record', null, { room: ROOM, kind: 'CARE' }))).toBe(
    `/registry/rooms/${ROOM}`,
  )
  expect(pathOf(command('patrol.begin', null, { grid: 7 }))).toBeNull()
})

test('a dead line is no try of the record', () => {
  expect(triesOf({ refused: 0 })).toBe('')
  expect(triesOf({})).toBe('')
  expect(triesOf({ refused: 2 })).toBe('已试2次')
})
