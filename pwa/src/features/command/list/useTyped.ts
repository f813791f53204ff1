import { customRef, onScopeDispose, shallowRef, watch, type Ref } from 'vue'

const PAUSE = 350

/** Follows what is typed at once and tells it on after a pause. */
export function useTyped(told: () => string, tell: (typed: string) => void): Ref<string> {
  const typed = shallowRef(told())
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(told, (next) => {
    if (next !== typed.value.trim()) typed.value = next
  })
  onScopeDispose(() => clearTimeout(timer))
  return customRef(() => ({
    get: () => typed.value,
    set(next) {
      typed.value = next
      clearTimeout(timer)
      timer = setTimeout(() => tell(next.trim()), next === '' ? 0 : PAUSE)
    },
  }))
}
