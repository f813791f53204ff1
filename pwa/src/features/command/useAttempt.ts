import { shallowRef } from 'vue'
import { asRefusal, type Refusal } from '@/data/refusal'

/** One step at a time; `acting` names the one under way, a no stays until the next. */
export function useAttempt() {
  const acting = shallowRef('')
  const refusal = shallowRef<Refusal | null>(null)

  async function attempt(what: string, step: () => Promise<void>): Promise<boolean> {
    if (acting.value) return false
    acting.value = what
    refusal.value = null
    try {
      await step()
      return true
    } catch (error) {
      refusal.value = asRefusal(error)
      return false
    } finally {
      acting.value = ''
    }
  }

  return { acting, refusal, attempt }
}
