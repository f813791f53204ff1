import { onScopeDispose } from 'vue'
import { live } from '@/data/socket'
import type { Notice } from '@/data/types'

const PAUSE = 400

/** Calls `reload` once for a burst of notices that `concerns` picks out, and after a gap. */
export function useLive(reload: () => unknown, concerns: (notice: Notice) => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void reload(), PAUSE)
  }
  const stop = live.listen({
    reload: soon,
    notice: (notice) => {
      if (concerns(notice)) soon()
    },
  })
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
  })
}
