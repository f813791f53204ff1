/** Many notices in a moment are one question to the server; a hidden page asks when it is seen again. */
export function gather(run: () => void, pause: number, random: () => number = Math.random) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastAt = -Infinity

  function fire(): void {
    timer = undefined
    if (document.visibilityState === 'hidden')
      return document.addEventListener('visibilitychange', call, { once: true })
    lastAt = Date.now()
    run()
  }

  // The spread keeps a hall full of desks from asking in the same instant.
  function call(): void {
    const wait = Math.max(0, lastAt + pause - Date.now()) + random() * 400
    timer ??= setTimeout(fire, wait)
  }

  function stop(): void {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', call)
  }

  return { call, stop }
}
