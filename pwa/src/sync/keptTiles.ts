import { type Tile } from '@/sync/tiles'

const SIZE = 'X-Bytes'
export const MVT = 'application/vnd.mapbox-vector-tile'

const cacheName = (account: number): string => `tiles-${account}`
export const addressOf = ({ z, x, y }: Tile): string => `/api/tiles/grids/${z}/${x}/${y}.mvt`

/** Where there is none (an address without https, a browser's private window) nothing is kept, and the line is asked. */
const store = (): CacheStorage | null => (globalThis as { caches?: CacheStorage }).caches ?? null

export async function openTiles(account: number): Promise<Cache | null> {
  return (await store()?.open(cacheName(account))) ?? null
}

/** All of an account's: it left this phone, or has no grid any more. */
export async function dropTiles(account: number): Promise<void> {
  await store()
    ?.delete(cacheName(account))
    .catch(() => false)
}

/** A tile for the map: as it is kept, or over the line. */
export async function tileFor(
  account: number | undefined,
  tile: Tile,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  const kept = account === undefined ? undefined : await keptTile(account, tile)
  const answer = kept ?? (await fetch(addressOf(tile), { signal }))
  if (!answer.ok) throw new Error(`no tile: ${answer.status}`)
  return answer.arrayBuffer()
}

/** An account that keeps none gets no empty cache by looking. */
async function keptTile(account: number, tile: Tile): Promise<Response | undefined> {
  return store()
    ?.match(addressOf(tile), { cacheName: cacheName(account) })
    .catch(() => undefined)
}

/** For the page that tells what lies on the phone. */
export async function tileFacts(account: number): Promise<{ count: number; bytes: number }> {
  if (!(await store()?.has(cacheName(account)))) return { count: 0, bytes: 0 }
  const cache = await openTiles(account)
  const kept = (await cache?.matchAll()) ?? []
  const sizes = kept.flatMap((one) => one.headers.get(SIZE) ?? [])
  return { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + Number(size), 0) }
}

export const sizeOf = (kept?: Response): number => Number(kept?.headers.get(SIZE) ?? 0)

/** Copied, so that it keeps nothing of the answer but its bytes and its ETag. */
export async function keptOf(answer: Response): Promise<Response> {
  const bytes = await answer.arrayBuffer()
  const headers = { ETag: answer.headers.get('ETag') ?? '', [SIZE]: String(bytes.byteLength) }
  return new Response(bytes, { headers })
}
