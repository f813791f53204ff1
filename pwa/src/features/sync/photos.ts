import type { Held } from '@/features/photos/held'
import type { Spoken } from '@/features/voice/useVoices'
import { sha256 } from '@/sync/digest'
import type { NewMedia } from '@/sync/outbox'

const ID_LENGTH = 36

/** The phone names its photos; a shot's key ends with a UUID of its own. */
export const photoId = ({ key }: Pick<Held, 'key'>): string => key.slice(-ID_LENGTH)

async function newPhoto(shot: Held): Promise<NewMedia> {
  const { bytes, takenAt, lon, lat, accuracy, burnt, small } = shot
  return {
    id: photoId(shot),
    kind: 'photos',
    bytes,
    type: 'image/jpeg',
    sha256: await sha256(bytes),
    taken_at: takenAt ?? null,
    lon: lon ?? null,
    lat: lat ?? null,
    accuracy: accuracy ?? null,
    burnt: burnt ?? false,
    preview: small ?? null,
  }
}

/** Recorded on this phone, and sent under its own names like the photos. */
export const newVoices = (spoken: Spoken[]): Promise<NewMedia[]> =>
  Promise.all(
    spoken.map(async ({ key, bytes, type }) => ({
      id: photoId({ key }),
      kind: 'voices' as const,
      bytes,
      type,
      sha256: await sha256(bytes),
      taken_at: null,
      lon: null,
      lat: null,
    })),
  )

export const newPhotos = (shots: Held[]): Promise<NewMedia[]> => Promise.all(shots.map(newPhoto))
