import { onScopeDispose, shallowRef } from 'vue'
import { asRefusal, type Refusal } from '@/data/refusal'
import { followEvent, publicEvent } from '@/data/residents'
import { live } from '@/data/socket'
import type { PublicEvent } from '@/data/types'
import { announce } from '@/features/resident/announce'
import { noteProgress, receiptOf } from '@/features/resident/receipts'

const SOON = 400
const WITHOUT_LINE = 30_000

/** The session forgets after some hours; this phone still knows the code and shows it again. */
async function ask(id: string): Promise<PublicEvent> {
  const kept = receiptOf(id)
  return publicEvent(id).catch((error: unknown) => {
    if (!kept || asRefusal(error).code !== 'not_found') throw error
    return followEvent(kept.number, kept.code)
  })
}

/** One matter, as it is now and as it moves on. */
export function useProgress(id: string) {
  const event = shallowRef<PublicEvent | null>(null)
  const refusal = shallowRef<Refusal | null>(null)

  function show(now: PublicEvent): void {
    const before = event.value
    event.value = now
    refusal.value = null
    noteProgress(now)
    if (before && before.timeline.length < now.timeline.length)
      void announce(`有新进展：${now.timeline.at(-1)?.label ?? now.state_label}`)
  }

  async function load(): Promise<void> {
    try {
      show(await ask(id))
      live.start()
    } catch (error) {
      // What is on the screen stays there when only the line is gone.
      if (!event.value) refusal.value = asRefusal(error)
    }
  }

  listenFor(id, load)
  void load()
  return { event, refusal, load, show }
}

function listenFor(id: string, load: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), SOON)
  }
  const deaf = live.listen({
    reload: soon,
    notice: ({ subject }) => subject === id && soon(),
  })
  const slow = setInterval(() => {
    if (live.line.value !== 'open' && document.visibilityState === 'visible') void load()
  }, WITHOUT_LINE)
  onScopeDispose(() => {
    deaf()
    clearTimeout(timer)
    clearInterval(slow)
    // Another matter means another room, and a socket learns its rooms when it opens.
    live.stop()
  })
}
