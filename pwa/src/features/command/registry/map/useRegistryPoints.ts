import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { registryPoints, type RegistryPoint } from '@/data/registryDesk'
import type { Question } from '@/features/command/registry/list/useRows'

/** The same question's points; the list beside the map says what is wrong when there are none. */
export function useRegistryPoints(question: Ref<Question>, ask = registryPoints) {
  const points = shallowRef<RegistryPoint[]>([])
  const more = shallowRef(false)
  let asking = new AbortController()

  async function refresh(): Promise<void> {
    asking.abort()
    const { signal } = (asking = new AbortController())
    const { kind, filters } = question.value
    const found = await ask(kind, filters, signal).catch(() => ({ points: [], more: false }))
    if (signal.aborted) return
    points.value = found.points
    more.value = found.more
  }

  watch(question, refresh, { immediate: true })
  onScopeDispose(() => asking.abort())
  return { points, more, refresh }
}
