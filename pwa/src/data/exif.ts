/** Time and place out of a JPEG's EXIF block, and nothing more. */

interface Taken {
  takenAt?: string
  lon?: number
  lat?: number
}

type Read = (offset: number, size: 2 | 4) => number
type Tags = Map<number, { type: number; count: number; at: number }>

const SOI = 0xffd8
const APP1 = 0xffe1
const SOS = 0xffda
const EXIF = 0x45786966
const TAG = { exif: 0x8769, gps: 0x8825, taken: 0x9003, zone: 0x9011 }
const GPS = { latRef: 1, lat: 2, lonRef: 3, lon: 4 }

export function readExif(bytes: ArrayBuffer): Taken {
  const view = new DataView(bytes)
  try {
    const start = findTiff(view)
    return start === null ? {} : readTiff(view, start)
  } catch (error) {
    // A cut or broken block says nothing; the picture itself is still good.
    if (error instanceof RangeError) return {}
    throw error
  }
}

function findTiff(view: DataView): number | null {
  if (view.byteLength < 4 || view.getUint16(0) !== SOI) return null
  for (let at = 2; at + 10 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at)
    if (marker === APP1 && view.getUint32(at + 4) === EXIF) return at + 10
    if (marker === SOS || marker < 0xff00) return null
  }
  return null
}

function readTiff(view: DataView, start: number): Taken {
  const isLittle = view.getUint16(start) === 0x4949
  const read: Read = (offset, size) =>
    size === 2 ? view.getUint16(start + offset, isLittle) : view.getUint32(start + offset, isLittle)
  const root = readTags(read, read(4, 4))
  return { ...readTime(view, start, read, root), ...readPlace(view, start, read, root) }
}

function readTags(read: Read, at: number): Tags {
  const tags: Tags = new Map()
  for (let n = 0; n < read(at, 2); n += 1) {
    const entry = at + 2 + 12 * n
    tags.set(read(entry, 2), { type: read(entry + 2, 2), count: read(entry + 4, 4), at: entry + 8 })
  }
  return tags
}

function subTags(read: Read, root: Tags, tag: number): Tags {
  const pointer = root.get(tag)
  return pointer ? readTags(read, read(pointer.at, 4)) : new Map()
}

function text(
  view: DataView,
  start: number,
  read: Read,
  field?: { count: number; at: number },
): string {
  if (!field) return ''
  const at = start + (field.count > 4 ? read(field.at, 4) : field.at)
  const letters = Array.from({ length: field.count }, (_, n) => view.getUint8(at + n))
  return String.fromCharCode(...letters.filter((letter) => letter !== 0)).trim()
}

function readTime(view: DataView, start: number, read: Read, root: Tags): Taken {
  const tags = subTags(read, root, TAG.exif)
  const said = text(view, start, read, tags.get(TAG.taken))
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(said)
  if (!parts) return {}
  const zone = text(view, start, read, tags.get(TAG.zone))
  const local = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}${/^[+-]\d\d:\d\d$/.test(zone) ? zone : ''}`
  const at = new Date(local)
  return Number.isNaN(at.getTime()) ? {} : { takenAt: at.toISOString() }
}

function readPlace(view: DataView, start: number, read: Read, root: Tags): Taken {
  const tags = subTags(read, root, TAG.gps)
  const lat = degrees(read, tags.get(GPS.lat))
  const lon = degrees(read, tags.get(GPS.lon))
  if (lat === null || lon === null || (lat === 0 && lon === 0)) return {}
  const south = text(view, start, read, tags.get(GPS.latRef)) === 'S'
  const west = text(view, start, read, tags.get(GPS.lonRef)) === 'W'
  return { lon: west ? -lon : lon, lat: south ? -lat : lat }
}

function degrees(read: Read, field?: { count: number; at: number }): number | null {
  if (field?.count !== 3) return null
  const at = read(field.at, 4)
  const [d, m, s] = [0, 8, 16].map((skip) => read(at + skip, 4) / read(at + skip + 4, 4))
  const value = (d ?? NaN) + (m ?? NaN) / 60 + (s ?? NaN) / 3600
  return Number.isFinite(value) ? value : null
}
