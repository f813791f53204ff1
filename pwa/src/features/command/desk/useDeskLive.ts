import { onScopeDispose, shallowRef } from 'vue'
import { live } from '@/data/socket'
import type { Notice } from '@/data/types'
import { gather } from '@/features/command/desk/gather'

interface Desk {
  patch: (notice: Notice) => void
  refreshQueue: () => Promise<void>
  refreshPoints: () => Promise<void>
  refreshCounts: () => Promise<void>
  refreshDetail: () => Promise<void>
  opened: () => string | null
  ring: () => void
}

const QUEUE = 1500
const MAP = 4000
const GLOW = 8000
const NEW = new Set(['report', 'reopen'])

/** Every notice moves queue, map, counts and the opened matter; new ones glow for a while. */
export function useDeskLive(desk: Desk) {
  const fresh = shallowRef<ReadonlySet<string>>(new Set())
  const queue = gather(() => void Promise.all([desk.refreshQueue(), desk.refreshCounts()]), QUEUE)
  const map = gather(() => void desk.refreshPoints(), MAP)
  const detail = gather(() => void desk.refreshDetail(), QUEUE)

  function glow(id: string): void {
    fresh.value = new Set(fresh.value).add(id)
    setTimeout(() => {
      fresh.value = new Set([...fresh.value].filter((other) => other !== id))
    }, GLOW)
  }

  function notice(told: Notice): void {
    if (told.kind !== 'event') return
    if (NEW.has(told.verb.split('.').pop() ?? '')) {
      glow(told.subject)
      desk.ring()
    }
    desk.patch(told)
    queue.call()
    map.call()
    if (told.subject === desk.opened()) detail.call()
  }

  function reload(): void {
    for (const question of [queue, map, detail]) question.call()
  }

  const deaf = live.listen({ notice, reload })
  onScopeDispose(() => {
    deaf()
    for (const question of [queue, map, detail]) question.stop()
  })
  return { fresh }
}
