import { onScopeDispose, watch, type Ref } from 'vue'

/**
 * The back key closes what lies over a page, and leaves the page only when nothing does. What is opened lays an
 * entry of its own into the history; whatever way it is closed, that entry goes.
 */
interface Layer {
  close: () => void
}

const layers: Layer[] = []
/** Entries whose layer was closed by other means than the key, and which are still to be taken off. */
let left = 0
/** Steps back of our own, which nobody else needs to hear of. */
let own = 0

interface Placed {
  over?: number
}

const depth = (): number => (history.state as Placed | null)?.over ?? 0

function hear(event: PopStateEvent): void {
  if (own > 0) {
    own -= 1
    event.stopImmediatePropagation()
    return
  }
  const top = layers.pop()
  if (top) {
    event.stopImmediatePropagation()
    top.close()
  } else if ((event.state as Placed | null)?.over) {
    // Its page went on to another while it was open, and now somebody comes back over it.
    goBack(1)
  }
}

addEventListener('popstate', hear, { capture: true })

function goBack(steps: number): void {
  own += 1
  history.go(-steps)
}

/** After this turn, since one layer often makes place for the next. */
function takeOff(): void {
  const steps = Math.min(left, depth())
  left = 0
  // Whoever has moved on meanwhile stands on another entry already.
  if (steps > 0) goBack(steps)
}

/** Something was opened over the page; what comes back is to be called when it is closed. */
export function lieOver(close: () => void): () => void {
  const layer = { close }
  layers.push(layer)
  if (left > 0) left -= 1
  else history.pushState({ ...(history.state as object), over: depth() + 1 }, '')
  return () => {
    const place = layers.indexOf(layer)
    if (place < 0) return
    layers.splice(place, 1)
    left += 1
    if (left === 1) setTimeout(takeOff)
  }
}

/** For what is shown as long as `isOpen` says so. */
export function useBack(isOpen: Ref<boolean>): void {
  let end: (() => void) | null = null
  const finish = (): void => {
    end?.()
    end = null
  }
  watch(
    isOpen,
    (now) => {
      if (!now) finish()
      else end ??= lieOver(() => (isOpen.value = false))
    },
    { immediate: true, flush: 'sync' },
  )
  onScopeDispose(finish)
}
