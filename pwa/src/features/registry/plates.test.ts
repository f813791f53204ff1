import { afterEach, expect, test, vi } from 'vitest'
import { plateOf, plateReader } from '@/features/registry/plates'

afterEach(() => vi.unstubAllGlobals())

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

test('a browser without a reader leaves typing', async () => {
  expect(await plateReader()).toBeNull()
})

test('a reader that knows no QR codes is none', async () => {
  vi.stubGlobal('BarcodeDetector', { getSupportedFormats: () => Promise.resolve(['ean_13']) })

  expect(await plateReader()).toBeNull()
})
