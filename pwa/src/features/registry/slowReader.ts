import { decodeQR } from 'qr/decode.js'

export type Picture = HTMLVideoElement | HTMLImageElement

/** A code fills half of what the camera sees, and any part of a photograph: that is looked at in several sizes. */
const OF_VIDEO = [640]
const OF_PHOTO = [1000, 600, 1800]
/** Milliseconds for trying again what was not read at first; five pictures a second are looked at. */
const PATIENCE = 60

export function readSlowly(picture: Picture): Promise<string | null> {
  const isVideo = picture instanceof HTMLVideoElement
  for (const longest of isVideo ? OF_VIDEO : OF_PHOTO) {
    const told = readIn(picture, longest)
    if (told !== null) return Promise.resolve(told)
  }
  return Promise.resolve(null)
}

function readIn(picture: Picture, longest: number): string | null {
  const [width, height] = sizeOf(picture)
  const scale = Math.min(1, longest / Math.max(width, height, 1))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  if (!canvas.width || !canvas.height) return null
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) return null
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return codeIn(pen.getImageData(0, 0, canvas.width, canvas.height))
}

const sizeOf = (picture: Picture): [width: number, height: number] =>
  picture instanceof HTMLVideoElement
    ? [picture.videoWidth, picture.videoHeight]
    : [picture.naturalWidth, picture.naturalHeight]

interface Pixels {
  data: Uint8ClampedArray
  width: number
  height: number
}

/** The reader throws where there is nothing to read. */
export function codeIn(pixels: Pixels): string | null {
  try {
    return decodeQR(pixels, { timeLimit: PATIENCE })
  } catch {
    return null
  }
}
