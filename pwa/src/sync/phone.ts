import { Dexie, liveQuery } from 'dexie'
import { live } from '@/data/socket'
import { isNowhere } from '@/sync/apply'
import type { Context, StorageFacts } from '@/sync/context'
import { Outbox, Replica, replicaName, type Settled, type Waiting } from '@/sync/db'
import { Engine } from '@/sync/engine'
import { erase } from '@/sync/erase'
import {
  askToPersist,
  findLoss,
  isShortOf,
  keepCanary,
  standingOf,
  storageFacts,
  wasOpened,
} from '@/sync/health'
import { askByFetch, type Trouble } from '@/sync/line'
import { dropTiles } from '@/sync/keptTiles'
import { save, type Doing, type NewMedia } from '@/sync/outbox'
import { hasNoLine, isLost, isShort, isUnsaved, standing, trouble } from '@/sync/standing'
import { TileKeeper } from '@/sync/tileKeeper'
import { viewOf, viewsOf, type Own, type Row } from '@/sync/view'
import type { Body, Outcome } from '@/sync/wire'

/** Short enough that nobody thinks it hangs; what takes longer goes on by itself. */
const PATIENCE = 4000

const MEGABYTE = 1024 * 1024

/** The name of this very file, which changes with what is in it. */
const BUILD = new URL(import.meta.url).pathname.split('/').at(-1) ?? ''

/** Looked at with each pull, which tells the server too. */
async function watchedSpace(): Promise<StorageFacts> {
  const facts = await storageFacts()
  isShort.value = isShortOf(facts)
  return facts
}

/** One account's outbox, replica and loop, as the screens see them. */
export class SyncPhone {
  readonly box: Outbox
  readonly replica: Replica
  readonly ctx: Context
  readonly engine: Engine
  readonly #tiles: TileKeeper
  readonly #others: BroadcastChannel | null
  readonly #ends: (() => void)[] = []
  #isStopped = false
  /** No replica of an older shape is beside this one. */
  #isAlone = false

  constructor(readonly account: number) {
    this.box = new Outbox(account)
    this.replica = new Replica(account)
    this.ctx = {
      account,
      box: this.box,
      replica: this.replica,
      ask: askByFetch,
      now: Date.now,
      random: Math.random,
      app: BUILD,
      storage: watchedSpace,
      pieces: { above: MEGABYTE, size: MEGABYTE / 4 },
    }
    this.engine = new Engine(this.ctx, undefined, (why) => this.#tell(why))
    this.#tiles = new TileKeeper(account, this.replica, this.engine.onlyOne)
    this.#others = 'BroadcastChannel' in globalThis ? new BroadcastChannel(`sync-${account}`) : null
  }

  async start(): Promise<void> {
    this.box.on('close', () => void this.#mayBeGone())
    await findLoss(this.box, this.account)
    void askToPersist()
    this.#ends.push(
      this.follow(
        () => standingOf(this.box),
        (now) => (standing.value = now),
      ),
    )
    this.#listen()
    await this.engine.hurry()
  }

  /**
   * Dexie opens again what the browser closed under us. An outbox that comes back empty was thrown away, and with it
   * what opens the rows: whatever were saved from now on nobody could read, so a new page begins, and misses what is lost.
   */
  async #mayBeGone(): Promise<void> {
    // While it is being closed nothing can be asked of it.
    await Promise.resolve()
    if (this.#isStopped || (await wasOpened(this.box).catch(() => false))) return
    location.reload()
  }

  stop(): void {
    this.#isStopped = true
    this.engine.stop()
    this.#tiles.stop()
    this.#ends.splice(0).forEach((end) => end())
    this.#others?.close()
    this.box.close()
    this.replica.close()
    standing.value = null
    trouble.value = ''
    hasNoLine.value = false
    isLost.value = false
  }

  /** Whatever may mean that there is a line, or news; none of it is believed, all of it is a reason to try. */
  #listen(): void {
    const hurry = (): void => void this.engine.hurry()
    const seen = (): void => (document.visibilityState === 'visible' ? hurry() : undefined)
    addEventListener('online', hurry)
    document.addEventListener('visibilitychange', seen)
    this.#others?.addEventListener('message', () => this.engine.saved())
    const deaf = live.listen({ poke: (scopes) => void this.#poked(scopes), reload: hurry })
    this.#ends.push(deaf, () => {
      removeEventListener('online', hurry)
      document.removeEventListener('visibilitychange', seen)
    })
  }

  async #poked(scopes: string[]): Promise<void> {
    const known = await this.replica.cursors.bulkGet(scopes)
    if (known.includes(undefined)) this.engine.askScopes()
    await this.engine.hurry()
  }

  #tell(why: Trouble | null): void {
    trouble.value = why?.message ?? ''
    hasNoLine.value = why?.kind === 'line'
    isLost.value = why?.kind === 'lost'
    if (!why) this.#tiles.soon()
    void this.#dropOlderShapes().catch(() => undefined)
  }

  /** Calls back at once and at every change, whichever tab made it. */
  follow<T>(ask: () => Promise<T>, tell: (now: T) => void): () => void {
    const asked = liveQuery(ask).subscribe({ next: tell, error: () => undefined })
    return () => asked.unsubscribe()
  }

  /** Saved for good when this comes back; sent when it can be. */
  async save(doing: Doing, photos: NewMedia[] = []): Promise<Waiting> {
    const saved = await save(this.box, doing, photos, Date.now()).catch((error: unknown) => {
      isUnsaved.value = true
      throw error
    })
    // It warns, and keeps nothing: nobody waits for it.
    void keepCanary(this.box, this.account).catch(() => undefined)
    this.#others?.postMessage('saved')
    this.engine.saved()
    return saved
  }

  /** Saved, and the server's word on it when that comes soon. */
  async submit(doing: Doing, photos: NewMedia[] = []): Promise<Outcome | null> {
    const { id } = await this.save(doing, photos)
    return new Promise((done) => {
      const end = this.follow(
        () => this.box.journal.get(id),
        (settled) => settled && stop(settled),
      )
      const timer = setTimeout(() => stop(null), PATIENCE)
      const stop = (settled: Settled | null): void => {
        clearTimeout(timer)
        end()
        done(settled?.outcome ?? null)
      }
    })
  }

  async row(kind: string, id: string): Promise<Row | null> {
    return viewOf(kind, id, await this.replica.rows.get([kind, id]), await this.own())
  }

  /** What its own address told of a row that is held here, if it is newer, for when there is no line. */
  async freshen(kind: string, id: string, told: Body & { moved_at: string }): Promise<void> {
    const { rows } = this.replica
    await this.replica.transaction('rw', rows, async () => {
      const held = await rows.get([kind, id])
      const known = Date.parse(String(held?.body.moved_at))
      if (held && known < Date.parse(told.moved_at)) await rows.put({ ...held, body: { ...told } })
    })
  }

  async rows(kind: string): Promise<Row[]> {
    const held = await this.replica.rows.where('kind').equals(kind).toArray()
    return viewsOf(kind, held, await this.own())
  }

  /** What this phone did and the rows do not show yet. */
  async own(): Promise<Own[]> {
    const echoes = await this.box.journal.where('echo').equals(1).toArray()
    return [...(await this.box.commands.toArray()), ...echoes]
  }

  /** After an update that changed the rows' shape, the old copy goes once the new one is whole, however many rounds that takes. */
  async #dropOlderShapes(): Promise<void> {
    if (this.#isAlone) return
    const cursors = await this.replica.cursors.toArray()
    if (cursors.length === 0 || cursors.some(isNowhere)) return
    this.#isAlone = true
    const names = await Dexie.getDatabaseNames().catch(() => [])
    const old = names.filter(
      (name) => name.startsWith(`replica-${this.account}-`) && name !== replicaName(this.account),
    )
    for (const name of old)
      await erase(this.box, name, 'older shape', () => Dexie.delete(name).then(() => 1))
  }
}

let current: SyncPhone | null = null

/** One per page; another account's is closed first. */
export function phoneOf(account: number): SyncPhone {
  if (current?.account === account) return current
  current?.stop()
  current = new SyncPhone(account)
  void current.start().catch(() => undefined)
  return current
}

export function closePhone(): void {
  current?.stop()
  current = null
}

/** Somebody left this phone: what the server told goes with them, what waits stays for their return. */
export async function forgetRows(account: number): Promise<void> {
  if (current?.account === account) closePhone()
  const box = new Outbox(account)
  await erase(box, 'all rows', 'signed out', () => Dexie.delete(replicaName(account)).then(() => 1))
  box.close()
  await dropTiles(account)
}
