const MINUTE = 60_000
const LONGEST = 5 * MINUTE
const LOOK_EVERY = 15_000
const TOUCHES = ['pointerdown', 'keydown', 'input', 'scroll'] as const

/** Calls after five minutes without a touch, in the foreground or behind other apps; returns how to stop. */
export function whenIdle(tell: () => void, now: () => number = Date.now): () => void {
  let touched = now()
  const touch = (): void => {
    touched = now()
  }
  // Timers sleep in the background: what counts is the clock when somebody comes back.
  const look = (): void => {
    if (Math.abs(now() - touched) < LONGEST) return
    touch()
    tell()
  }
  const timer = setInterval(look, LOOK_EVERY)
  document.addEventListener('visibilitychange', look)
  for (const name of TOUCHES) addEventListener(name, touch, { capture: true, passive: true })
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
    for (const name of TOUCHES) removeEventListener(name, touch, { capture: true })
  }
}
