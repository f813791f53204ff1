import { onScopeDispose, shallowRef } from 'vue'
import { newId } from '@/data/ids'
import { dropShot, keepShot, shotsOf, type Shot } from '@/data/shots'
import { useRecorder } from '@/features/voice/useRecorder'

/** A recording of the draft on the screen; it lies beside the draft's photos. */
export interface Spoken extends Shot {
  type: string
  seconds: number
}

const MOST = 3

/** The voice notes of one draft: kept at once, like its photos. */
export function useVoices(draft: string) {
  const name = `${draft}:voices`
  const spoken = shallowRef<Spoken[]>([])
  let isGone = false
  const recorder = useRecorder(({ sound, seconds }) => void keep(sound, seconds))

  async function keep(sound: Blob, seconds: number): Promise<void> {
    const key = `${Date.now()}-${newId()}`
    const bytes = await sound.arrayBuffer()
    const voice = { key, draft: name, bytes, type: sound.type, seconds }
    if (!isGone) spoken.value = [...spoken.value, voice]
    // A phone that forbids the store still sends; it only forgets when closed.
    await keepShot(voice).catch(() => undefined)
  }

  async function remove(key: string): Promise<void> {
    spoken.value = spoken.value.filter((one) => one.key !== key)
    await dropShot(key).catch(() => undefined)
  }

  async function restore(): Promise<void> {
    const kept = await shotsOf(name).catch(() => [])
    spoken.value = [...(kept as Spoken[]), ...spoken.value]
  }

  async function clear(): Promise<void> {
    for (const { key } of spoken.value) await remove(key)
  }

  onScopeDispose(() => (isGone = true))
  const isFull = (): boolean => spoken.value.length >= MOST
  return { spoken, recorder, isFull, remove, restore, clear }
}

export type Voices = ReturnType<typeof useVoices>
