import { onScopeDispose, shallowRef, watch } from 'vue'
import { postingAt } from '@/data/session'
import type { VisitsLeft } from '@/features/registry/visitsLeft'
import { phone } from '@/sync/access'
import { standing } from '@/sync/standing'

/** The screen stands there before the register is read. */
const AFTER = 600

/** Visits due in my grids as this phone knows them, counted anew after each pull and each save; null while unknown. */
export function useVisitsLeft(isWanted: () => boolean = () => true) {
  const left = shallowRef<VisitsLeft | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function count(): Promise<void> {
    const { visitsLeft } = await import('@/features/registry/visitsLeft')
    left.value = await visitsLeft(await phone(), Date.now())
  }
  watch(
    () => (isWanted() && postingAt('grid') && standing.value?.pulledAt ? stateOf() : ''),
    (state) => {
      clearTimeout(timer)
      if (state) timer = setTimeout(() => void count().catch(() => undefined), AFTER)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return left
}

const stateOf = (): string => `${standing.value?.pulledAt}:${standing.value?.waiting}`
