import { onScopeDispose, shallowRef, type Ref } from 'vue'

const now = shallowRef(Date.now())
let watchers = 0
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all that shows "还剩…": ticks only while somebody looks. */
export function useNow(): Readonly<Ref<number>> {
  // Whoever comes later takes it as it is: set anew it would have everything that reads it drawn again.
  if (watchers === 0) {
    now.value = Date.now()
    timer = setInterval(() => (now.value = Date.now()), 15_000)
  }
  watchers += 1
  onScopeDispose(() => {
    watchers -= 1
    if (watchers === 0) clearInterval(timer)
  })
  return now
}
