import { onScopeDispose, shallowRef } from 'vue'
import { plateReader, type Reader } from '@/features/registry/plates'

const PAUSE = 250

/** Looks through the camera until it reads a QR code. `trouble` says why there is no picture. */
export function useScan(found: (text: string) => void) {
  const trouble = shallowRef('')
  const looking = shallowRef(false)
  let stream: MediaStream | undefined
  const isOver = shallowRef(false)

  async function start(video: HTMLVideoElement): Promise<void> {
    const reader = await plateReader()
    if (!reader || !navigator.mediaDevices) {
      trouble.value = '这部手机的浏览器不能扫码。可用手机相机扫门牌，或输入门牌编号'
      return
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      if (isOver.value) return stop()
      video.srcObject = stream
      await video.play()
      looking.value = true
      await look(reader, video)
    } catch {
      stop()
      trouble.value = '打不开相机，请允许使用相机，或输入门牌编号'
    }
  }

  async function look(reader: Reader, video: HTMLVideoElement): Promise<void> {
    while (!isOver.value) {
      await new Promise((done) => setTimeout(done, PAUSE))
      const [code] = await reader.detect(video).catch(() => [])
      if (isOver.value || !code) continue
      stop()
      return found(code.rawValue)
    }
  }

  function stop(): void {
    stream?.getTracks().forEach((track) => track.stop())
    looking.value = false
  }

  onScopeDispose(() => {
    isOver.value = true
    stop()
  })

  return { trouble, looking, start }
}
