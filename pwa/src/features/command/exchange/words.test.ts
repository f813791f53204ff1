import { expect, test } from 'vitest'
import type { ImportRow } from '@/data/exchange'
import { goodShare, stepOf, toneOf, whose } from '@/features/command/exchange/words'

const row = (more: Partial<ImportRow>): ImportRow =>
  ({ state: 'CHECKED', mode: '', titles: ['姓名'], bad_rows: 0, ...more }) as unknown as ImportRow

test.each([
  [0, 0, 0],
  [1000, 0, 100],
  [1000, 1, 99],
  [1000, 999, 1],
  [10, 10, 0],
])('of %i rows with %i bad ones %i per cent are good', (rows, bad, share) => {
  expect(goodShare({ rows, bad_rows: bad })).toBe(share)
})

test('the steps follow the state', () => {
  expect(stepOf(row({ state: 'UPLOADED', titles: [] }))).toBe(1)
  expect(stepOf(row({ state: 'UNMAPPED' }))).toBe(1)
  expect(stepOf(row({}))).toBe(2)
  expect(stepOf(row({ state: 'STOPPED', mode: 'GOOD_ROWS' }))).toBe(3)
})

test('a colleague is named', () => {
  expect(whose({ mine: true, brought_by: '甲', continued_by: '' })).toBe('')
  expect(whose({ mine: false, brought_by: '甲', continued_by: '' })).toBe(' · 甲 上传')
  expect(whose({ mine: true, brought_by: '甲', continued_by: '乙' })).toBe(' · 乙 接手')
})

test('colours say what the state means', () => {
  expect(toneOf(row({ state: 'APPLYING' }))).toBe('busy')
  expect(toneOf(row({ state: 'DONE', bad_rows: 2 }))).toBe('good')
  expect(toneOf(row({ bad_rows: 2 }))).toBe('bad')
  expect(toneOf(row({}))).toBe('calm')
})
