import { expect, test } from 'vitest'
import { isPlate, plateOf } from '@/features/registry/plates'

test.each([
  ['https://grid.example/w/plate/P-0001', 'P-0001'],
  ['/w/plate/1%E5%8D%95%E5%85%83101', '1单元101'],
  ['https://grid.example/w/#/plate/a%2Fb', 'a/b'],
  [' P-0001 ', 'P-0001'],
  ['https://elsewhere.example/x', 'https://elsewhere.example/x'],
  ['/w/plate/100%', '100%'],
])('%s is the plate %s', (told, code) => {
  expect(plateOf(told)).toBe(code)
})

test.each([
  ['https://grid.example/w/plate/P-0001', true],
  ['42050200300600100004', true],
  ['https://qr.pay.example/fkx0123', false],
  ['wxp://f2f0abc', false],
  ['今日特价 全场八折', false],
  ['9'.repeat(41), false],
  ['', false],
])('whether %s is stuck on doors as a plate: %s', (told, is) => {
  expect(isPlate(told)).toBe(is)
})
