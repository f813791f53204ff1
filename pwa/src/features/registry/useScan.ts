import { getCurrentScope, onScopeDispose, shallowRef } from 'vue'
import { isPlate } from '@/features/registry/plates'
import { qrReader, readPhoto, type Read } from '@/features/registry/readers'
import { useTorch } from '@/features/registry/useTorch'

const PAUSE = 200
const OTHERWISE = '也可以从相册选图，或输入门牌编号'
const NOT_A_PLATE = '这不是门牌上的二维码，请对准门牌'

const TROUBLE: Record<string, string> = {
  NotAllowedError: `没有使用相机的权限。请在手机“设置—应用—浏览器—权限”里允许相机，再点“再试一次”；${OTHERWISE}`,
  NotFoundError: `没有找到相机。${OTHERWISE}`,
  NotReadableError: `相机正被别的应用占用，请关掉后再试一次；${OTHERWISE}`,
}
const BROKEN = `打不开相机，请再试一次；${OTHERWISE}`
const NO_CAMERA = `这个浏览器不能打开相机。${OTHERWISE}`

/** Looks through the camera, or at a photograph, until it reads the code of a plate. `trouble` says what to do. */
export function useScan(found: (text: string) => void) {
  const trouble = shallowRef('')
  const said = shallowRef('')
  const looking = shallowRef(false)
  const torch = useTorch()
  let stream: MediaStream | undefined
  const scope = getCurrentScope()

  async function start(video: HTMLVideoElement): Promise<void> {
    stop()
    trouble.value = ''
    try {
      stream = await openCamera()
      if (!scope?.active) return stop()
      await show(stream, video)
      looking.value = true
      torch.of(stream)
      await look(await qrReader(), video, stream)
    } catch (error) {
      stop()
      trouble.value = troubleOf(error)
    }
  }

  async function look(read: Read, video: HTMLVideoElement, mine: MediaStream): Promise<void> {
    while (stream === mine) {
      const told = await read(video).catch(() => null)
      if (stream !== mine) return
      if (told !== null && take(told)) return stop()
      await new Promise((done) => setTimeout(done, PAUSE))
    }
  }

  function take(told: string): boolean {
    said.value = isPlate(told) ? '' : NOT_A_PLATE
    if (said.value) return false
    found(told)
    return true
  }

  async function lookAtPhoto(file: File): Promise<void> {
    said.value = '正在识别…'
    const told = await readPhoto(file)
    if (told === null) said.value = '照片里没有找到二维码，请拍清楚、靠近一些再选'
    else if (take(told)) stop()
  }

  function stop(): void {
    stream?.getTracks().forEach((track) => track.stop())
    stream = undefined
    looking.value = false
    torch.forget()
  }

  onScopeDispose(stop)

  return { trouble, said, looking, torch, start, lookAtPhoto }
}

function openCamera(): Promise<MediaStream> {
  const ideal = { ideal: 1280 }
  return navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: ideal, height: ideal },
  })
}

function show(stream: MediaStream, video: HTMLVideoElement): Promise<void> {
  video.srcObject = stream
  return video.play()
}

const troubleOf = (error: unknown): string =>
  'mediaDevices' in navigator ? (TROUBLE[(error as Error).name] ?? BROKEN) : NO_CAMERA
