import { expect, test } from 'vitest'
import {
  confirmedWords,
  doorName,
  fieldWords,
  isStale,
  kinWords,
  oneLine,
  sexAge,
} from '@/features/registry/words'

const NOW = new Date('2026-11-21T08:00:00Z').getTime()
const before = (days: number): string => new Date(NOW - days * 86_400_000).toISOString()

test.each([
  [0, '今天核实'],
  [12, '12天前核实'],
  [59, '59天前核实'],
  [240, '8个月前核实'],
  [800, '2年前核实'],
])('%i days ago is %s', (days, words) => {
  expect(confirmedWords(before(days), NOW)).toBe(words)
})

test('half a year without a look is long', () => {
  expect(isStale(before(179), NOW)).toBe(false)
  expect(isStale(before(181), NOW)).toBe(true)
})

test('a door is named by building, unit and number', () => {
  const building = { id: '1', name: '2号楼' }
  expect(doorName({ building, unit: '1单元', number: '501' })).toBe('2号楼1单元501室')
  expect(doorName({ building, unit: '', number: '门面3号' })).toBe('2号楼门面3号')
})

test('what is not known of a person is left out', () => {
  expect(sexAge({ sex: '1', born_on: '1980-05-01' }, NOW)).toBe('男 · 46岁')
  expect(sexAge({ sex: '0', born_on: null }, NOW)).toBe('')
})

test('columns nobody reads are not named', () => {
  expect(fieldWords(['phone', 'grid_id', 'marriage'])).toBe('电话、婚姻状况')
})

test('what was typed in lines is said in one', () => {
  expect(oneLine(' 见到本人。\n身体好\r\n\n 下月再来 ')).toBe('见到本人。 身体好 下月再来')
})

test('a daughter is no woman beside a name, and other relations are named as in their list', () => {
  expect(['子', '女', '配偶', ''].map(kinWords)).toEqual(['儿子', '女儿', '配偶', ''])
})
