import type { Replica } from '@/sync/db'
import type { OnlyOne } from '@/sync/engine'
import { addressOf, dropTiles, keptOf, MVT, openTiles, sizeOf } from '@/sync/keptTiles'
import { isShort } from '@/sync/standing'
import { SHALLOWEST, tilesAround, type Tile } from '@/sync/tiles'

const DAY = 86_400_000
/** After what a round brought has been looked at, and after the large files of the app. */
const LATER = 8000
const REST = 200
/** One grid with its neighbourhood is some thirty tiles and a hundred KiB. */
export const MOST_BYTES = 2 * 1024 * 1024

export interface Keeping {
  account: number
  replica: Replica
  now: () => number
  /** Whether to go on: not when the phone is short of space, or closed. */
  goesOn: () => boolean
  /** Between two tiles. */
  rest: () => Promise<void>
  fetch: typeof fetch
}

/** When: a while after a round that went well, when nobody waits for anything, in one tab. */
export class TileKeeper {
  #timer: ReturnType<typeof setTimeout> | undefined
  #isStopped = false

  constructor(
    readonly account: number,
    readonly replica: Replica,
    readonly onlyOne: OnlyOne,
  ) {}

  soon(): void {
    clearTimeout(this.#timer)
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#keep(), LATER)
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  /** What fails is tried again after the next round, and nobody is told: the map works without. */
  async #keep(): Promise<void> {
    const { account, replica } = this
    const goesOn = (): boolean => !this.#isStopped && !isShort.value
    const keeping = { account, replica, goesOn, now: Date.now, rest: aMoment, fetch: askServer }
    await this.onlyOne(`tiles-${account}`, () => keepTiles(keeping)).catch(() => false)
  }
}

const askServer: typeof fetch = (...asked) => fetch(...asked)
const aMoment = (): Promise<void> => new Promise((done) => setTimeout(() => whenIdle(done), REST))
/** Safari does not say when it is idle. */
const whenIdle = (run: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => run(), { timeout: LATER })
  else run()
}

interface Grid {
  id: string
  rev: number
  tiles: Tile[]
}

/** For which grids tiles were kept, and when they were last compared with the server's; beside them, to go with them. */
interface Mark {
  about: string
  at: number
}
const MARK = '/tiles/mark'

/**
 * Keeps the map's tiles around this account's grids, and no others. Once a day the ones from afar are asked whether
 * they changed: a grid that was split, merged or moved is a new one in them, and then all are asked.
 */
export async function keepTiles(keeping: Keeping): Promise<void> {
  const grids = await gridsOf(keeping.replica)
  if (grids.length === 0) return dropTiles(keeping.account)
  const cache = await openTiles(keeping.account)
  if (!cache) return
  const tiles = inOrder(grids)
  await dropOthers(cache, new Set(tiles.map(addressOf)))
  const about = grids.map(({ id, rev }) => `${id}:${rev}`).join()
  const mark = await markOf(cache)
  const isSame = mark?.about === about
  if (isSame && Math.abs(keeping.now() - mark.at) < DAY) return
  const most = MOST_BYTES * grids.length
  if (await renewAll({ cache, tiles, most, changed: !isSame, keeping }))
    await cache.put(MARK, new Response(JSON.stringify({ about, at: keeping.now() })))
}

async function gridsOf(replica: Replica): Promise<Grid[]> {
  const rows = await replica.rows.where('kind').equals('grid').sortBy('id')
  return rows.flatMap(({ id, rev, body }) => {
    const outline = body.outline as GeoJSON.MultiPolygon | undefined
    return outline ? [{ id, rev, tiles: tilesAround(outline) }] : []
  })
}

/** Each once, those from afar first. */
function inOrder(grids: Grid[]): Tile[] {
  const all = grids.flatMap(({ tiles }) => tiles)
  return [...new Map(all.map((tile) => [addressOf(tile), tile])).values()].sort((a, b) => a.z - b.z)
}

/** What lies around no grid of this account any more. */
async function dropOthers(cache: Cache, wanted: ReadonlySet<string>): Promise<void> {
  for (const one of await cache.keys()) {
    const { pathname } = new URL(one.url)
    if (pathname !== MARK && !wanted.has(pathname)) await cache.delete(one)
  }
}

async function markOf(cache: Cache): Promise<Mark | null> {
  const kept = await cache.match(MARK)
  return kept ? ((await kept.json()) as Mark) : null
}

interface Renewal {
  cache: Cache
  tiles: Tile[]
  most: number
  changed: boolean
  keeping: Keeping
}

/** One after the other; false when it was stopped half-way and has to be tried again. */
async function renewAll({ cache, tiles, most, changed, keeping }: Renewal): Promise<boolean> {
  let [isAsked, bytes] = [changed, 0]
  for (const tile of tiles) {
    const kept = await cache.match(addressOf(tile))
    const isDue = isAsked || isDoubtful(tile, kept)
    const now = isDue && bytes < most ? await renewed(cache, tile, kept, keeping) : kept
    if (now === null) return false
    isAsked ||= now !== kept
    bytes += sizeOf(now)
    if (bytes > most) await cache.delete(addressOf(tile))
  }
  return true
}

const isDoubtful = ({ z }: Tile, kept: Response | undefined): boolean => !kept || z === SHALLOWEST

/** As the server has it now: the kept one, or another in its place; null when that could not be learnt. */
async function renewed(
  cache: Cache,
  tile: Tile,
  kept: Response | undefined,
  { goesOn, rest, fetch: ask }: Keeping,
): Promise<Response | null> {
  await rest()
  if (!goesOn()) return null
  const headers = { 'If-None-Match': kept?.headers.get('ETag') ?? '' }
  // Past the browser's own cache, which may hold what another account was told.
  const answer = await ask(addressOf(tile), { headers, cache: 'no-store' }).catch(() => null)
  if (kept && answer?.status === 304) return kept
  if (!isTile(answer)) return null
  const fresh = await keptOf(answer)
  // Stopped half-way, the next try asks all of them again.
  await cache.delete(MARK)
  await cache.put(addressOf(tile), fresh.clone())
  return fresh
}

/** Not a sign-in page of some network on the way, not a part, not what another origin would not show us. */
const isTile = (answer: Response | null): answer is Response =>
  answer?.status === 200 &&
  answer.type === 'basic' &&
  !answer.redirected &&
  (answer.headers.get('Content-Type') ?? '').startsWith(MVT)
