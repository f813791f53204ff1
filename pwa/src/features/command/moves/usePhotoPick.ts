import { shallowRef } from 'vue'
import { preparePhoto, uploadPhoto } from '@/data/photos'
import { asRefusal } from '@/data/refusal'

export interface Picked {
  id: string
  thumb: string
}

const MOST = 9
const pictures = new Map<string, string>()

/** Sends each chosen picture at once; the form holds only the ids. */
export function usePhotoPick(ids: () => string[], put: (ids: string[]) => void) {
  const waiting = shallowRef(0)
  const trouble = shallowRef('')

  const picked = (): Picked[] => ids().map((id) => ({ id, thumb: pictures.get(id) ?? '' }))
  const room = (): number => MOST - ids().length - waiting.value

  async function add(files: FileList | null): Promise<void> {
    trouble.value = ''
    const chosen = [...(files ?? [])].slice(0, room())
    waiting.value += chosen.length
    for (const file of chosen) {
      await one(file)
      waiting.value -= 1
    }
  }

  async function one(file: File): Promise<void> {
    try {
      const stored = await uploadPhoto(await preparePhoto(file))
      pictures.set(stored.id, stored.thumb)
      put([...ids(), stored.id])
    } catch (error) {
      trouble.value = `${file.name}：${asRefusal(error).message}`
    }
  }

  const remove = (id: string): void => put(ids().filter((other) => other !== id))
  return { waiting, trouble, picked, room, add, remove }
}
