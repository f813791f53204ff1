import { afterEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { useScan } from '@/features/registry/useScan'

afterEach(() => vi.unstubAllGlobals())

function scanning(found: (text: string) => void = vi.fn()) {
  const scope = effectScope()
  const scan = scope.run(() => useScan(found))
  if (!scan) throw new Error('no scope')
  return { ...scan, leave: () => scope.stop() }
}

function camera(getUserMedia: () => Promise<MediaStream>): HTMLVideoElement {
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
  const video = document.createElement('video')
  video.play = () => Promise.resolve()
  Object.defineProperty(video, 'srcObject', { value: null, writable: true })
  return video
}

function lens(more: object = {}) {
  const track = { stop: vi.fn(), getCapabilities: () => ({}), ...more }
  return { track, stream: { getTracks: () => [track], getVideoTracks: () => [track] } as unknown }
}

function reads(...told: string[]): void {
  vi.stubGlobal(
    'BarcodeDetector',
    class {
      static getSupportedFormats = () => Promise.resolve(['qr_code'])
      detect = () => Promise.resolve([{ rawValue: told.shift() ?? '' }].filter((c) => c.rawValue))
    },
  )
}

test.each([
  ['NotAllowedError', '允许相机'],
  ['NotReadableError', '占用'],
  ['NotFoundError', '没有找到相机'],
  ['AbortError', '再试一次'],
])('after %s it says what to do, and that typing is possible', async (name, words) => {
  const scan = scanning()
  await scan.start(camera(() => Promise.reject(Object.assign(new Error(), { name }))))

  expect(scan.trouble.value).toContain(words)
  expect(scan.trouble.value).toContain('输入门牌编号')
})

test('a browser without cameras says so', async () => {
  vi.stubGlobal('navigator', {})
  const scan = scanning()
  await scan.start(document.createElement('video'))

  expect(scan.trouble.value).toContain('输入门牌编号')
})

test('a code of something else is told and looked past, and the camera stops at the plate', async () => {
  reads('https://qr.pay.example/x', 'P-0001')
  const { track, stream } = lens()
  const found = vi.fn()
  const scan = scanning(found)
  await scan.start(camera(() => Promise.resolve(stream as MediaStream)))

  expect(found.mock.calls).toEqual([['P-0001']])
  expect(track.stop).toHaveBeenCalled()
  expect(scan.looking.value).toBe(false)
})

test('who leaves while the camera opens leaves no camera on', async () => {
  const { track, stream } = lens()
  const scan = scanning()
  const begun = scan.start(camera(() => Promise.resolve(stream as MediaStream)))
  scan.leave()
  await begun

  expect(track.stop).toHaveBeenCalled()
})

test('the light is offered only where the phone has one, and goes on and off', async () => {
  const told: unknown[] = []
  const applyConstraints = (how: unknown): Promise<void> => Promise.resolve(void told.push(how))
  const { track, stream } = lens({ getCapabilities: () => ({ torch: true }), applyConstraints })
  const { torch } = scanning()
  torch.of(lens().stream as MediaStream)
  expect(torch.track.value).toBeNull()

  torch.of(stream as MediaStream)
  expect(torch.track.value).toBe(track)
  await torch.toggle()
  await torch.toggle()

  expect(told).toEqual([{ advanced: [{ torch: true }] }, { advanced: [{ torch: false }] }])
})
