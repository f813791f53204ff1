import { onScopeDispose, shallowRef, watch } from 'vue'
import { postingAt } from '@/data/session'
import type { VisitsLeft } from '@/features/desk/visitsLeft'
import { phone } from '@/sync/access'
import { standing } from '@/sync/standing'

/** The desk stands on the screen before the register is read. */
const AFTER = 600

/** Visits due in my grids as this phone knows them; null while unknown, and for whoever has no grid. */
export function useVisitsLeft() {
  const left = shallowRef<VisitsLeft | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function count(): Promise<void> {
    const { visitsLeft } = await import('@/features/desk/visitsLeft')
    left.value = await visitsLeft(await phone(), Date.now())
  }
  watch(
    () => Boolean(standing.value?.pulledAt),
    (isTold) => {
      if (isTold && postingAt('grid'))
        timer = setTimeout(() => void count().catch(() => undefined), AFTER)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return left
}
