import { computed, onScopeDispose, shallowRef } from 'vue'
import type { Stamp } from '@/data/photos'
import { Refusal } from '@/data/refusal'
import { dropShot, keepShot, shotsOf } from '@/data/shots'
import { hold, release, shotFrom, type Held } from '@/features/photos/held'
import { useDelivery } from '@/features/photos/useDelivery'

const MOST = 9

interface Receiving {
  /** Where they are sent at once; without one they go up with their command. */
  door?: string
  most?: number
  /** What is written into a picture taken on the spot. */
  stamp?: () => Promise<Stamp>
}

/** The photos of one draft: shrunk and kept at once. */
export function usePhotos(draft: string, { door, most = MOST, stamp }: Receiving = {}) {
  const held = shallowRef<Held[]>([])
  const preparing = shallowRef(0)
  const { start, sent } = useDelivery(held, door)

  /** From the camera, or from the album, which proves nothing of time and place. */
  async function add(files: Blob[], { isAlbum = false } = {}): Promise<void> {
    const room = most - held.value.length
    const chosen = files.slice(0, room)
    preparing.value += chosen.length
    for (const file of chosen) await takeIn(file, isAlbum ? undefined : await stamp?.())
    if (files.length > room) throw new Refusal('invalid', `最多${most}张照片`)
  }

  async function takeIn(file: Blob, stamped?: Stamp): Promise<void> {
    try {
      const shot = await shotFrom(file, draft, stamped)
      held.value = [...held.value, hold(shot)]
      // A phone that forbids the store still sends; it only forgets when closed.
      await keepShot(shot).catch(() => undefined)
      if (door) start(shot.key)
    } finally {
      preparing.value -= 1
    }
  }

  async function remove(key: string): Promise<void> {
    held.value.filter((one) => one.key === key).forEach(release)
    held.value = held.value.filter((one) => one.key !== key)
    await dropShot(key).catch(() => undefined)
  }

  async function restore(): Promise<void> {
    const shots = await shotsOf(draft).catch(() => [])
    held.value = [...shots.map(hold), ...held.value]
    if (door) for (const { key } of shots) start(key)
  }

  async function clear(): Promise<void> {
    for (const { key } of held.value) await remove(key)
  }

  onScopeDispose(() => held.value.forEach(release))

  const isFull = computed(() => held.value.length >= most)
  return { held, preparing, isFull, add, remove, sent, restore, clear }
}

export type Photos = ReturnType<typeof usePhotos>
