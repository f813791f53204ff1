import { onScopeDispose, shallowRef, type Ref } from 'vue'

const now = shallowRef(Date.now())
let watchers = 0
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all that shows "还剩…": ticks only while somebody looks. */
export function useNow(): Readonly<Ref<number>> {
  now.value = Date.now()
  if (watchers === 0) timer = setInterval(() => (now.value = Date.now()), 15_000)
  watchers += 1
  onScopeDispose(() => {
    watchers -= 1
    if (watchers === 0) clearInterval(timer)
  })
  return now
}
