import { expect, test } from 'vitest'
import type { Round } from '@/data/rounds'
import {
  farWords,
  forgottenWords,
  isForgotten,
  longWords,
  trackWords,
} from '@/features/command/patrols/told'

const NOW = new Date('2026-11-22T16:00:00+08:00').getTime()
const round: Round = {
  id: 'a',
  by: { id: 1, name: '李小红' },
  grid: { id: 7, name: '桃花岭社区第1网格' },
  begun_at: '2026-11-22T09:00:00+08:00',
  ended_at: '2026-11-22T10:05:00+08:00',
  seconds: 3900,
  metres: 1260,
}
const goingOn: Round = { ...round, ended_at: null, seconds: null }
const old: Round = { ...round, begun_at: '2026-10-20T09:00:00+08:00' }
const seen = (track: number[][]) => ({ id: 'a', metres: 1260, track })

test('how long and how far are said as people say them, and that one is still going on', () => {
  expect([longWords(round), farWords(round)]).toEqual(['1小时05分', '1.3公里'])
  expect(longWords(goingOn)).toBe('进行中')
})

test('a track is forgotten after as many days as the server says', () => {
  expect(isForgotten(old, 30, NOW)).toBe(true)
  expect(isForgotten(old, 40, NOW)).toBe(false)
  expect(isForgotten(round, 30, NOW)).toBe(false)
  expect(forgottenWords(30)).toContain('轨迹只保留30天')
})

test('an empty track says why it is empty', () => {
  expect(trackWords(old, seen([]), 30, NOW)).toBe(forgottenWords(30))
  expect(trackWords(round, seen([]), 30, NOW)).toContain('没有取得定位')
  expect(trackWords(goingOn, seen([]), 30, NOW)).toContain('还没有上传')
})

test('of a round that is still going on the track goes as far as the phone has told', () => {
  const track = seen([
    [111, 30, 0],
    [111.1, 30, 60],
  ])
  expect(trackWords(round, track, 30, NOW)).toBe('已画出2个轨迹点。')
  expect(trackWords(goingOn, track, 30, NOW)).toContain('最近一次上传')
})
