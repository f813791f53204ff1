import { shallowRef } from 'vue'

/** A newer build has been fetched and waits for the person's 更新. */
export const newerVersion = shallowRef<ServiceWorker | null>(null)

const HOUR = 3_600_000
const PATIENCE = 2000
const IDLE = 6000

export function keepCurrent(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  addEventListener('load', () => {
    void navigator.serviceWorker
      .register('/w/sw.js', { scope: '/w/' })
      .then(watch)
      // Without the service worker the page still works while there is a line.
      .catch(() => undefined)
  })
}

function watch(registration: ServiceWorkerRegistration): void {
  const offer = (): void => {
    if (registration.waiting && navigator.serviceWorker.controller)
      newerVersion.value = registration.waiting
  }
  offer()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer)
  })
  // What a slow line needs longest for comes after what somebody is waiting for.
  setTimeout(() => void keepLarge(), IDLE)
  setInterval(() => void registration.update().catch(() => undefined), HOUR)
}

const keepLarge = async (): Promise<void> =>
  (await navigator.serviceWorker.ready).active?.postMessage({ type: 'KEEP_LARGE' })

const reload = (): void => location.reload()

export function takeNewerVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true })
  newerVersion.value?.postMessage({ type: 'SKIP_WAITING' })
  // Some iOS versions never say controllerchange.
  setTimeout(reload, PATIENCE)
}
