import { onScopeDispose, shallowRef, type Ref } from 'vue'

const SECOND = 1000

/** A clock for waits that are counted out. */
export function useSeconds(): Readonly<Ref<number>> {
  const now = shallowRef(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), SECOND)
  onScopeDispose(() => clearInterval(timer))
  return now
}
