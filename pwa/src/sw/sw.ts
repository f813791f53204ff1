/// <reference lib="webworker" />
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope

const LATER = 'fetched-later'
/** Large and not needed to begin with: the map, and the reader of codes where the browser has none. */
const IS_LARGE = /\/(gridMap|sceneMap|maplibre|slowReader)[^/]*$/

// oxlint-disable-next-line no-underscore-dangle -- the name the build fills in
const files = self.__WB_MANIFEST
const urlOf = (file: (typeof files)[number]): string => (typeof file === 'string' ? file : file.url)
const large = files.map(urlOf).filter((url) => IS_LARGE.test(`/${url}`))
const absolute = (url: string): string => new URL(url, self.location.href).href

/** The shell only: what people see and send is app data and never passes through here. */
precacheAndRoute(files.filter((file) => !large.includes(urlOf(file))))
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')))
registerRoute(
  ({ url }) => IS_LARGE.test(url.pathname),
  async ({ request }) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request),
)

/** Below this what a worker saves has the room to itself. */
const LEAST_FREE = 200 * 1024 * 1024

async function isShort(): Promise<boolean> {
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate()
  return quota - usage < LEAST_FREE
}

/** Each is fetched once, by its name with a hash in it; what an older version needed goes. */
async function keepLarge(): Promise<void> {
  const cache = await caches.open(LATER)
  const wanted = new Set(large.map(absolute))
  for (const { url } of await cache.keys()) if (!wanted.delete(url)) await cache.delete(url)
  if (await isShort()) return
  for (const url of wanted) await cache.add(url)
}

/** A waiting version takes over when the page says so, after the person tapped 更新. */
self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const type = (event.data as { type?: string } | null)?.type
  if (type === 'SKIP_WAITING') void self.skipWaiting()
  if (type === 'KEEP_LARGE') event.waitUntil(keepLarge().catch(() => undefined))
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
