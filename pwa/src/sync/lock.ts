import { sealDrafts } from '@/data/drafts'
import { safe, type Safe } from '@/data/safe'
import { cipherOf } from '@/sync/cipher'
import { isFull, keepNote, note, Outbox, Replica } from '@/sync/db'
import { erase } from '@/sync/erase'
import { HalvesDoor, isForgotten, isOfLine } from '@/sync/halves'
import { askByFetch, Trouble, type Ask } from '@/sync/line'
import { dropTiles } from '@/sync/keptTiles'
import type { LockView, Step } from '@/sync/lockStep'
import { sealKept } from '@/sync/sealKept'
import { goodUntil, left, MOST_WRONG, nextTry } from '@/sync/tries'
import {
  newKey,
  keyOf,
  openByRescue,
  ROUNDS,
  stretched,
  vaultOf,
  wrapByPin,
  wrapByRescue,
  type Halves,
  type Key,
  type Vault,
} from '@/sync/vault'

const NEEDS_LINE = '离线时间过长，请连上网络后再解锁'
const REFRESH = 3_600_000

interface World {
  ask: Ask
  now: () => number
  safe: Safe
  /** The server said that this phone was lost. */
  gone: () => void
  /** What a PIN costs to try. */
  rounds: number
  opening?: ConstructorParameters<typeof Outbox>[1]
}

/** The lock of one account on this phone. */
export class Lock {
  readonly box: Outbox
  readonly #world: World
  readonly #door: HalvesDoor
  #refreshed = 0
  /** What a full phone could not write down; it counts while the app is open. */
  #unwritten: Partial<Vault> = {}

  constructor(
    readonly account: number,
    world: Partial<World> = {},
  ) {
    this.#world = {
      ask: askByFetch,
      now: Date.now,
      safe,
      gone: () => undefined,
      rounds: ROUNDS,
      ...world,
    }
    this.box = new Outbox(account, { ...world.opening, safe: this.#world.safe })
    this.#door = new HalvesDoor(account, this.box, this.#world.ask)
  }

  close(): void {
    this.box.close()
  }

  /** Forgets the key and whatever was opened with it; what waits stays, sealed. */
  lock(): void {
    this.#world.safe.lock()
  }

  async look(): Promise<LockView> {
    const [vault, now] = [await this.#vault(), this.#world.now()]
    return {
      isSet: vault !== null,
      isLost: vault?.lost ?? false,
      left: vault ? left(vault) : MOST_WRONG,
      until: vault ? nextTry(vault, now) : 0,
      goodUntil: vault ? goodUntil(vault, now) : 0,
      waiting: await this.box.commands.count(),
      photos: await this.box.media.where('waiting').equals(1).count(),
    }
  }

  /** The first PIN; with the password where the server knows this phone already. */
  async setUp(pin: string, password?: string): Promise<Step> {
    return this.#guarded(async () => {
      const halves = await (password ? this.#door.recover(password) : this.#door.make())
      const key = newKey()
      const vault = await this.#vaultOf(key, pin, halves)
      // Another tab was quicker: its key is the one.
      const isFirst = await this.box.notes.add({ key: 'vault', value: vault }).catch(() => null)
      if (isFirst === null) return this.unlock(pin)
      return this.#open(key)
    })
  }

  async unlock(pin: string): Promise<Step> {
    return this.#guarded(async () => {
      const vault = await this.#known()
      if (vault.wrong >= MOST_WRONG) return { kind: 'password' }
      const until = nextTry(vault, this.#world.now())
      if (until > this.#world.now()) return { kind: 'wait', until }
      return this.#try(pin, vault, await this.#partOf(vault))
    })
  }

  async #try(pin: string, vault: Vault, part: string): Promise<Step> {
    const now = this.#world.now()
    // Counted first, so that closing the app does not uncount it.
    await this.#mark({ wrong: vault.wrong + 1, wrong_at: now })
    const stretch = await stretched(pin, vault)
    const key = await keyOf(vault, stretch, part)
    if (!key) return this.#wrong()
    await this.#mark({ wrong: 0, lost: false, seen_at: now })
    void this.#renew(key, stretch, vault.salt).catch(() => undefined)
    return this.#open(key)
  }

  async #wrong(): Promise<Step> {
    const vault = await this.#known()
    if (vault.wrong >= MOST_WRONG) {
      await this.#keep({ part: null })
      return { kind: 'password' }
    }
    return { kind: 'wrong', left: left(vault), until: nextTry(vault, this.#world.now()) }
  }

  /** The PIN is forgotten: the password instead of it, and a new PIN. Nothing is lost by it. */
  async recover(password: string, pin: string): Promise<Step> {
    return this.#guarded(async () => {
      const halves = await this.#door.recover(password)
      const key = await openByRescue(await this.#known(), halves.rescue)
      if (!key) throw new Trouble('refused', '解锁资料与服务器不一致，请联系系统管理员')
      await keepNote(this.box, 'vault', await this.#vaultOf(key, pin, halves))
      return this.#open(key)
    })
  }

  async change(was: string, pin: string): Promise<Step> {
    const step = await this.unlock(was)
    if (step.kind !== 'open') return step
    return this.#guarded(async () => {
      const vault = await this.#known()
      const part = await this.#partOf(vault)
      const key = await keyOf(vault, await stretched(was, vault), part)
      if (!key) return this.#wrong()
      const { byPin, salt, rounds } = await this.#vaultOf(key, pin, { part, rescue: '' })
      await this.#keep({ byPin, salt, rounds, part })
      return { kind: 'open' }
    })
  }

  /** While the app is open and has a line, so that it opens without one later. */
  async refresh(): Promise<void> {
    const [vault, now] = [await this.#vault(), this.#world.now()]
    if (!vault || Math.abs(now - this.#refreshed) < REFRESH) return
    this.#refreshed = now
    const part = await this.#door.release()
    if (part === vault.part) await this.#keep({ part_at: this.#world.now(), seen_at: now })
  }

  /** Good for three days without a line; then it goes, unless unsent work would go with it. */
  async expire(): Promise<void> {
    const [vault, now] = [await this.#vault(), this.#world.now()]
    if (!vault?.part || goodUntil(vault, now) > 0) return
    const { waiting, photos } = await this.look()
    if (waiting + photos === 0) await this.#keep({ part: null })
  }

  /** Signed out: what is left opens only with a new sign-in. */
  async leave(): Promise<void> {
    if (await this.#vault()) await this.#keep({ part: null })
  }

  /** Reported lost: what the server told goes; what waits stays sealed until the phone is found. */
  async giveUp(): Promise<void> {
    this.#world.safe.lock()
    if (await this.#vault()) await this.#keep({ part: null, lost: true })
    const replica = new Replica(this.account, this.#world.opening)
    await erase(this.box, 'all rows', 'phone lost', () => replica.delete().then(() => 1))
    await dropTiles(this.account).then(() => this.#world.gone())
  }

  /** Also of a phone that is not signed in any more. */
  async askIfLost(): Promise<boolean> {
    const lost = await this.#door.isLost()
    if (lost) await this.giveUp()
    return lost
  }

  async #partOf(vault: Vault): Promise<string> {
    const { part } = vault
    const isGood = !vault.lost && goodUntil(vault, this.#world.now()) > 0
    return part !== null && isGood ? part : this.#fetched(part)
  }

  async #fetched(older: string | null): Promise<string> {
    try {
      const part = await this.#door.release()
      // One that opens nothing yet takes the place of none that does.
      const isOther = older !== null && part !== older
      await this.#keep({ lost: false, ...(!isOther && { part, part_at: this.#world.now() }) })
      return part
    } catch (error) {
      if (isForgotten(error) && older !== null) return older
      throw isOfLine(error) ? new Trouble('line', NEEDS_LINE) : error
    }
  }

  /** After each unlocking: three more days, and a server that has forgotten this phone learns of it again. */
  async #renew(key: Key, stretch: Key, salt: string): Promise<void> {
    const halves = await this.#door.releaseOrMake().catch((error: unknown) => {
      if (error instanceof Trouble && error.kind === 'lost') return this.giveUp()
      throw error
    })
    if (!halves) return
    const now = this.#world.now()
    const vault = await this.#known()
    const changed: Partial<Vault> = { part: halves.part, part_at: now, seen_at: now }
    if (halves.part !== vault.part) changed.byPin = await wrapByPin(key, stretch, halves.part)
    if (halves.rescue) changed.byRescue = await wrapByRescue(key, halves.rescue)
    // Signed out or given up meanwhile: then nothing that opens is left behind. And a new PIN is not undone.
    const isStill = (stands: Vault): boolean => stands.part === vault.part && stands.salt === salt
    if ((await this.#keep(changed, isStill)) && halves.rescue) await this.#door.kept()
  }

  async #open(key: Key): Promise<Step> {
    this.#world.safe.open(cipherOf(key))
    await this.#sealOnce()
    return { kind: 'open' }
  }

  /** What was kept before there was a PIN; cut off half-way, it is begun again at the next unlocking. */
  async #sealOnce(): Promise<void> {
    if (await note(this.box, 'sealed', false)) return
    const replica = new Replica(this.account, { ...this.#world.opening, safe: this.#world.safe })
    await sealKept(this.box, replica)
    replica.close()
    sealDrafts(this.account)
    await keepNote(this.box, 'sealed', true)
  }

  async #guarded(run: () => Promise<Step>): Promise<Step> {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      if (error.kind === 'lost') {
        await this.giveUp()
        return { kind: 'lost' }
      }
      const { message, kind } = error
      return {
        kind: 'trouble',
        message,
        isLine: isOfLine(error),
        isSignedOut: kind === 'signed_out',
      }
    }
  }

  #vaultOf(key: Key, pin: string, halves: Halves): Promise<Vault> {
    return vaultOf(key, pin, halves, this.#world.now(), this.#world.rounds)
  }

  async #vault(): Promise<Vault | null> {
    const kept = await note<Vault | null>(this.box, 'vault', null)
    return kept && { ...kept, ...this.#unwritten }
  }

  async #known(): Promise<Vault> {
    const vault = await this.#vault()
    if (!vault) throw new Error('no PIN was ever set')
    return vault
  }

  /** Where there is no room left for a note, whoever knows the PIN is let in all the same. */
  async #mark(now: Partial<Vault>): Promise<void> {
    try {
      await this.#keep(now)
      this.#unwritten = {}
    } catch (error) {
      if (!isFull(error)) throw error
      this.#unwritten = { ...this.#unwritten, ...now }
    }
  }

  /** Only what is named changes, whatever another tab writes meanwhile. */
  #keep(now: Partial<Vault>, isStill: (vault: Vault) => boolean = () => true): Promise<boolean> {
    return this.box.transaction('rw', this.box.notes, async () => {
      const vault = await this.#known()
      const isKept = isStill(vault)
      if (isKept) await keepNote(this.box, 'vault', { ...vault, ...now })
      return isKept
    })
  }
}
