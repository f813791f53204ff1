import { afterEach, expect, test, vi } from 'vitest'
import { qrReader } from '@/features/registry/readers'
import { readSlowly } from '@/features/registry/slowReader'

afterEach(() => vi.unstubAllGlobals())

class Detector {
  static getSupportedFormats = () => Promise.resolve(['qr_code'])
  detect = () => Promise.resolve([{ rawValue: 'P-0001' }])
}

test("the browser's own reader is taken where there is one", async () => {
  vi.stubGlobal('BarcodeDetector', Detector)

  expect(await (await qrReader())(document.createElement('video'))).toBe('P-0001')
})

test('without one, ours is', async () => {
  expect(await qrReader()).toBe(readSlowly)
})

test('one that knows no QR codes is none', async () => {
  vi.stubGlobal('BarcodeDetector', { getSupportedFormats: () => Promise.resolve(['ean_13']) })

  expect(await qrReader()).toBe(readSlowly)
})

test('a video that shows nothing yet says nothing', async () => {
  expect(await readSlowly(document.createElement('video'))).toBeNull()
})
