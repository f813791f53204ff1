import { onScopeDispose, shallowRef } from 'vue'

export const SHOWN_SECONDS = 30

/** A text shown for half a minute, and then held nowhere any more. */
export function useShown(gone: () => void) {
  const value = shallowRef<string | null>(null)
  const left = shallowRef(0)
  let timer: ReturnType<typeof setInterval> | undefined

  function hide(): void {
    clearInterval(timer)
    value.value = null
    left.value = 0
  }

  function show(text: string): void {
    hide()
    const until = Date.now() + SHOWN_SECONDS * 1000
    value.value = text
    left.value = SHOWN_SECONDS
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      if (left.value > 0) return
      hide()
      gone()
    }, 250)
  }

  onScopeDispose(hide)
  return { value, left, show, hide }
}
