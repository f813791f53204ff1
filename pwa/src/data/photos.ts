import { send } from '@/data/api'
import { readExif } from '@/data/exif'
import { Refusal } from '@/data/refusal'
import type { StoredPhoto } from '@/data/types'

interface Taken {
  takenAt?: string
  lon?: number
  lat?: number
  accuracy?: number
}

interface ReadyPhoto extends Taken {
  blob: Blob
}

/** A photo taken on the spot: what is written into it, and the same as fields. */
export interface Stamp extends Taken {
  lines: string[]
}

interface Prepared extends ReadyPhoto {
  burnt: boolean
  /** Small enough to go ahead over a thin line. */
  preview: Blob
}

const LONGEST_SIDE = 2048
const SMALL_ENOUGH = 1_000_000
const QUALITY = 0.85
const PREVIEW_SIDE = 240
const PREVIEW_AT_MOST = 20 * 1024

/** Shrinks for the road, and writes the stamp in; what is known of time and place travels beside it. */
export async function preparePhoto(file: Blob, stamp?: Stamp): Promise<Prepared> {
  const { lines = [], ...known } = stamp ?? {}
  const taken = { ...readExif(await file.slice(0, 128 * 1024).arrayBuffer()), ...known }
  const image = await decode(file)
  const longest = Math.max(image.naturalWidth, image.naturalHeight)
  const scale = Math.min(1, LONGEST_SIDE / longest)
  const isFine = !stamp && scale === 1 && file.size <= SMALL_ENOUGH && file.type === 'image/jpeg'
  const blob = isFine ? file : await redraw(image, scale, { quality: QUALITY, lines })
  return { ...taken, blob, burnt: lines.length > 0, preview: await previewOf(image, longest) }
}

async function previewOf(image: HTMLImageElement, longest: number): Promise<Blob> {
  const scale = Math.min(1, PREVIEW_SIDE / longest)
  const fine = await redraw(image, scale, { quality: 0.6, lines: [] })
  return fine.size <= PREVIEW_AT_MOST ? fine : redraw(image, scale / 2, { quality: 0.4, lines: [] })
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

interface Drawing {
  quality: number
  lines: string[]
}

async function redraw(
  image: HTMLImageElement,
  scale: number,
  { quality, lines }: Drawing,
): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale))
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale))
  const pen = canvas.getContext('2d')
  pen?.drawImage(image, 0, 0, canvas.width, canvas.height)
  if (pen && lines.length > 0) burn(pen, lines)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
  if (!blob) throw new Refusal('invalid', '照片处理失败，请重新拍一张')
  return blob
}

/** At the top: the server writes the matter's number at the foot once there is one. */
function burn(pen: CanvasRenderingContext2D, lines: string[]): void {
  const { width, height } = pen.canvas
  const longest = Math.max(...lines.map((line) => line.length))
  // A Chinese letter is as wide as it is high.
  const size = Math.max(10, Math.min(Math.min(width, height) / 28, (width * 0.96) / longest))
  const leading = size * 1.4
  pen.fillStyle = 'rgb(0 0 0 / 50%)'
  pen.fillRect(0, 0, width, leading * lines.length + size * 0.6)
  pen.fillStyle = '#fff'
  pen.font = `${size}px sans-serif`
  pen.textBaseline = 'top'
  lines.forEach((line, n) => pen.fillText(line, size * 0.5, size * 0.4 + n * leading))
}
