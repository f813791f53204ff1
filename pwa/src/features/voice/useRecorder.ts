import { computed, onScopeDispose, shallowRef } from 'vue'

/** As long as the server takes. */
export const LONGEST_SECONDS = 60
const TICK = 200
const BITS = 32_000
const KINDS = ['audio/webm;codecs=opus', 'audio/mp4']

const TROUBLE: Record<string, string> = {
  NotAllowedError: '没有麦克风权限。请在浏览器设置里允许使用麦克风，或直接打字',
  NotFoundError: '这台手机没有可用的麦克风，请直接打字',
  NotReadableError: '麦克风正被别的应用占用，请关闭后重试',
}

export interface Recording {
  sound: Blob
  seconds: number
}

/** One recording at a time; it ends by itself when it is long enough. */
export function useRecorder(done: (recording: Recording) => void) {
  const since = shallowRef<number | null>(null)
  const now = shallowRef(0)
  const trouble = shallowRef('')
  let recorder: MediaRecorder | null = null
  let timer: ReturnType<typeof setInterval> | undefined

  const isRecording = computed(() => since.value !== null)
  const seconds = computed(() => (since.value === null ? 0 : (now.value - since.value) / 1000))

  async function start(): Promise<void> {
    if (recorder) return
    trouble.value = ''
    try {
      listen(await microphone())
    } catch (error) {
      trouble.value = TROUBLE[(error as Error).name] ?? '录音没有开始，请重试或直接打字'
    }
  }

  function listen(stream: MediaStream): void {
    const made = recorderOf(stream)
    const parts: Blob[] = []
    made.addEventListener('dataavailable', ({ data }) => parts.push(data))
    made.addEventListener('stop', () => {
      stream.getTracks().forEach((track) => track.stop())
      const lasted = seconds.value
      rest()
      const type = made.mimeType.split(';')[0] ?? ''
      if (lasted >= 1) done({ sound: new Blob(parts, { type }), seconds: lasted })
      else trouble.value = '说话时间太短，请再录一次'
    })
    made.start()
    recorder = made
    since.value = now.value = Date.now()
    timer = setInterval(tick, TICK)
  }

  function tick(): void {
    now.value = Date.now()
    if (seconds.value >= LONGEST_SECONDS) stop()
  }

  function stop(): void {
    now.value = Date.now()
    if (recorder?.state === 'recording') recorder.stop()
  }

  function rest(): void {
    clearInterval(timer)
    recorder = null
    since.value = null
  }

  onScopeDispose(stop)
  return { isRecording, seconds, trouble, start, stop }
}

function recorderOf(stream: MediaStream): MediaRecorder {
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind))
  return new MediaRecorder(stream, { audioBitsPerSecond: BITS, ...(mimeType && { mimeType }) })
}

function microphone(): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!devices || !('MediaRecorder' in globalThis))
    return Promise.reject(new DOMException('', 'NotFoundError'))
  return devices.getUserMedia({ audio: true })
}
