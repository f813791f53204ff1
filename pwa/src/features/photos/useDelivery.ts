import { watch, type ShallowRef } from 'vue'
import { uploadPhoto } from '@/data/photos'
import { asRefusal } from '@/data/refusal'
import { keepShot } from '@/data/shots'
import { shotOf, type Held } from '@/features/photos/held'

/** Brings the held photos to the server, each once. */
export function useDelivery(held: ShallowRef<Held[]>, door?: string) {
  const find = (key: string): Held | undefined => held.value.find((one) => one.key === key)

  function change(key: string, now: Partial<Held>): void {
    held.value = held.value.map((one) => (one.key === key ? { ...one, ...now } : one))
  }

  async function deliver(key: string): Promise<void> {
    const shot = find(key)
    if (!shot || shot.photo || shot.sending) return
    change(key, { sending: true, trouble: '' })
    try {
      const blob = new Blob([shot.bytes], { type: 'image/jpeg' })
      const { id } = await uploadPhoto({ ...shot, blob }, { door })
      change(key, { sending: false, photo: id })
      await keepShot({ ...shotOf(shot), photo: id }).catch(() => undefined)
    } catch (error) {
      change(key, { sending: false, trouble: asRefusal(error).message })
      throw error
    }
  }

  function idle(key: string): Promise<void> {
    if (!find(key)?.sending) return Promise.resolve()
    return new Promise((done) => {
      const stop = watch(held, () => {
        if (find(key)?.sending) return
        stop()
        done()
      })
    })
  }

  /** Sends what is still here and says which photos the command may name. */
  async function sent(): Promise<string[]> {
    for (const { key } of held.value) {
      await idle(key)
      await deliver(key)
    }
    return held.value.flatMap(({ photo }) => (photo ? [photo] : []))
  }

  /** In the background: a failure shows on the photo and is tried again at `sent`. */
  const start = (key: string): void => void deliver(key).catch(() => undefined)

  return { start, sent }
}
