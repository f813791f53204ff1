import { newId } from '@/data/ids'
import { preparePhoto } from '@/data/photos'
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
export const shotOf = ({ key, draft, bytes, takenAt, lon, lat, photo }: Held): Shot => ({
  key,
  draft,
  bytes,
  takenAt,
  lon,
  lat,
  photo,
})

export async function shotFrom(file: Blob, draft: string): Promise<Shot> {
  const { blob, ...taken } = await preparePhoto(file)
  // The time leads, so that the photos come back in the order in which they were taken.
  return { key: `${Date.now()}-${newId()}`, draft, bytes: await blob.arrayBuffer(), ...taken }
}
