const KEY = 'command.reloaded'
const PATIENCE = 60_000

/** A part that is gone after a deployment: the page is fetched anew, once a minute at most. */
export function followDeployments(): void {
  addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(sessionStorage.getItem(KEY)) < PATIENCE) return
    sessionStorage.setItem(KEY, String(Date.now()))
    event.preventDefault()
    location.reload()
  })
}
