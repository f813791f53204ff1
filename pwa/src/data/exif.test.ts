import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readExif } from '@/data/exif'

/** A JPEG's first bytes with an EXIF block of: time, zone, and a place in degrees, minutes, seconds. */
function jpeg(little: boolean): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(400))
  const tiff = 12
  const u16 = (at: number, n: number): void => view.setUint16(tiff + at, n, little)
  const u32 = (at: number, n: number): void => view.setUint32(tiff + at, n, little)
  const text = (at: number, said: string): void =>
    [...said].forEach((letter, n) => view.setUint8(tiff + at + n, letter.charCodeAt(0)))
  const tag = (at: number, [id, type, count, value]: number[]): void => {
    u16(at, id ?? 0)
    u16(at + 2, type ?? 0)
    u32(at + 4, count ?? 0)
    u32(at + 8, value ?? 0)
  }
  view.setUint16(0, 0xffd8)
  view.setUint16(2, 0xffe1)
  view.setUint16(4, 380)
  view.setUint32(6, 0x45786966)
  text(0, little ? 'II' : 'MM')
  u16(2, 42)
  u32(4, 8)
  u16(8, 2)
  tag(10, [0x8769, 4, 1, 40])
  tag(22, [0x8825, 4, 1, 80])
  u16(40, 2)
  tag(42, [0x9003, 2, 20, 150])
  tag(54, [0x9011, 2, 7, 180])
  u16(80, 4)
  tag(82, [1, 2, 2, 0])
  text(90, 'N')
  tag(94, [2, 5, 3, 200])
  tag(106, [3, 2, 2, 0])
  text(114, 'E')
  tag(118, [4, 5, 3, 230])
  text(150, '2026:03:01 08:30:00')
  text(180, '+08:00')
  const rational = (at: number, parts: number[]): void =>
    parts.forEach((n, i) => {
      u32(at + 8 * i, n * 100)
      u32(at + 8 * i + 4, 100)
    })
  rational(200, [30, 41, 30.84])
  rational(230, [111, 17, 11.4])
  return view.buffer
}

test.each([true, false])('time and place are read, little-endian %s', (little) => {
  const { takenAt, lon, lat } = readExif(jpeg(little))

  expect(takenAt).toBe('2026-03-01T00:30:00.000Z')
  expect(lon).toBeCloseTo(111.2865, 4)
  expect(lat).toBeCloseTo(30.6919, 4)
})

test('a cut-off block says nothing and breaks nothing', () => {
  const whole = jpeg(true)

  fc.assert(
    fc.property(fc.nat({ max: whole.byteLength }), (length) => {
      expect(() => readExif(whole.slice(0, length))).not.toThrow()
    }),
  )
})

test('any bytes at all break nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      const bytes = new Uint8Array(jpeg(true))
      bytes.set(noise.slice(0, 300), 20)
      expect(() => readExif(bytes.buffer)).not.toThrow()
    }),
  )
})
