import { send } from '@/data/api'
import { readExif } from '@/data/exif'
import { Refusal } from '@/data/refusal'
import type { StoredPhoto } from '@/data/types'

interface Taken {
  takenAt?: string
  lon?: number
  lat?: number
}

interface ReadyPhoto extends Taken {
  blob: Blob
}

const LONGEST_SIDE = 2048
const SMALL_ENOUGH = 1_000_000
const QUALITY = 0.85

/** Shrinks for the road; what the picture says about time and place travels beside it. */
export async function preparePhoto(file: Blob): Promise<ReadyPhoto> {
  const taken = readExif(await file.slice(0, 128 * 1024).arrayBuffer())
  const image = await decode(file)
  const scale = LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight)
  const isFine = scale >= 1 && file.size <= SMALL_ENOUGH && file.type === 'image/jpeg'
  return { ...taken, blob: isFine ? file : await redraw(image, Math.min(1, scale)) }
}

export async function uploadPhoto(
  photo: ReadyPhoto,
  { door = '/api/photos/', id }: { door?: string; id?: string } = {},
): Promise<StoredPhoto> {
  const form = new FormData()
  form.set('file', photo.blob, 'photo.jpg')
  if (photo.takenAt) form.set('taken_at', photo.takenAt)
  if (photo.lon !== undefined && photo.lat !== undefined) {
    form.set('lon', String(photo.lon))
    form.set('lat', String(photo.lat))
  }
  return send<StoredPhoto>(door, form, { id })
}

async function decode(file: Blob): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    return image
  } catch {
    throw new Refusal('invalid', '这张照片打不开，请重新拍一张')
  } finally {
    URL.revokeObjectURL(url)
  }
}

async function redraw(image: HTMLImageElement, scale: number): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.naturalWidth * scale)
  canvas.height = Math.round(image.naturalHeight * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  if (!blob) throw new Refusal('invalid', '照片处理失败，请重新拍一张')
  return blob
}
