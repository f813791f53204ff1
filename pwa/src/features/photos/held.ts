import { newId } from '@/data/ids'
import { preparePhoto, type Stamp } from '@/data/photos'
import type { Shot } from '@/data/shots'

/** A photo of the draft on the screen. */
export interface Held extends Shot {
  preview: string
  sending: boolean
  trouble: string
}

export const hold = (shot: Shot): Held => ({
  ...shot,
  preview: URL.createObjectURL(new Blob([shot.bytes], { type: 'image/jpeg' })),
  sending: false,
  trouble: '',
})

export const release = ({ preview }: Held): void => URL.revokeObjectURL(preview)

/** What of it is worth keeping on the disk. */
export function shotOf(held: Held): Shot {
  const { key, draft, bytes, takenAt, lon, lat, accuracy, burnt, small, photo } = held
  return { key, draft, bytes, takenAt, lon, lat, accuracy, burnt, small, photo }
}

export async function shotFrom(file: Blob, draft: string, stamp?: Stamp): Promise<Shot> {
  const { blob, preview, ...taken } = await preparePhoto(file, stamp)
  const [bytes, small] = await Promise.all([blob.arrayBuffer(), preview.arrayBuffer()])
  // The time leads, so that the photos come back in the order in which they were taken.
  return { key: `${Date.now()}-${newId()}`, draft, bytes, small, ...taken }
}
