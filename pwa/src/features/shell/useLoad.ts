import { shallowRef } from 'vue'
import { asRefusal, type Refusal } from '@/data/refusal'

/** One answer from the server with its waiting and its failing; a late older answer is dropped. */
export function useLoad<T>(ask: () => Promise<T>) {
  const answer = shallowRef<T | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const loading = shallowRef(false)
  let latest = 0

  async function load(): Promise<void> {
    const mine = (latest += 1)
    loading.value = true
    try {
      const found = await ask()
      if (mine !== latest) return
      answer.value = found
      refusal.value = null
    } catch (error) {
      if (mine === latest) refusal.value = asRefusal(error)
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  return { answer, refusal, loading, load }
}
