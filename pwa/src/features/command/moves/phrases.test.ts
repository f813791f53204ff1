import { expect, test } from 'vitest'
import { join } from '@/features/command/moves/phrases'

test('a phrase begins an empty text, joins another, and is said once', () => {
  expect(join('', '情况属实')).toBe('情况属实')
  expect(join('已到场', '情况属实')).toBe('已到场；情况属实')
  expect(join('已到场。', '情况属实')).toBe('已到场。情况属实')
  expect(join('情况属实，已拍照', '情况属实')).toBe('情况属实，已拍照')
})
