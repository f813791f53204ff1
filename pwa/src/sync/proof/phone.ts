import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { DBCore, DBCoreTable, Dexie } from 'dexie'
import { Safe } from '@/data/safe'
import { cipherOf } from '@/sync/cipher'
import type { Context } from '@/sync/context'
import { Outbox, Replica } from '@/sync/db'
import { Engine } from '@/sync/engine'
import type { Answered, Ask, Asked, Trouble } from '@/sync/line'
import type { Mark, Scope } from '@/sync/wire'
import { inLines, over, type Fault } from '@/sync/proof/badLine'

/** Whatever answers an account: the model of a server, or a real one. */
interface End {
  answer: (account: number, asked: Asked) => Answered | Promise<Answered>
}

/** The power is gone: nothing is written any more, nothing asked. */
class Dead extends Error {}

/** One tab of one phone: the real outbox, replica and engine over a store that outlives it. */
export class Tab {
  readonly engine: Engine
  readonly ctx: Context
  faults: (Fault | null)[] = []
  /** Dies at this many steps from now. */
  deadline = Infinity
  /** Of the answers held back: more than one when several scopes are fetched beside each other. */
  #releases: (() => void)[] = []
  #blocked: () => void = () => undefined
  running: Promise<unknown> | null = null
  /** What the last round ended with. */
  trouble: Trouble | null = null

  constructor(
    readonly phone: Phone,
    readonly end: End,
  ) {
    const opening = { indexedDB: phone.store, IDBKeyRange, safe: phone.safe }
    const box = new Outbox(phone.account, opening)
    const replica = new Replica(phone.account, opening)
    for (const base of [box, replica]) this.#makeMortal(base)
    this.ctx = {
      account: phone.account,
      box,
      replica,
      ask: this.#ask,
      now: () => phone.now,
      random: () => 0.5,
      app: 'proof',
      pieces: phone.pieces,
      storage: () => Promise.resolve({ persisted: true, quota: 0, usage: 0 }),
    }
    // No lock between the tabs: the rules must hold without one.
    this.engine = new Engine(this.ctx, (_, run) => run().then(() => true))
  }

  get isBlocked(): boolean {
    return this.#releases.length > 0
  }

  /** One round; comes back when it is over or when an answer is being held back. */
  async round(): Promise<void> {
    if (this.running) return
    const blocked = new Promise<void>((done) => (this.#blocked = done))
    this.engine.askScopes()
    this.running = this.engine
      .round()
      .then((trouble) => (this.trouble = trouble))
      .finally(() => (this.running = null))
    await Promise.race([this.running, blocked])
  }

  async letGo(): Promise<void> {
    const blocked = new Promise<void>((done) => (this.#blocked = done))
    this.#release()
    if (this.running) await Promise.race([this.running, blocked])
  }

  close(): void {
    this.deadline = 0
    this.#release()
    this.ctx.box.close()
    this.ctx.replica.close()
  }

  #release(): void {
    this.#releases.splice(0).forEach((done) => done())
  }

  readonly #step = (): void => {
    this.deadline -= 1
    if (this.deadline < 0) throw new Dead('no power')
  }

  readonly #ask: Ask = async (asked): Promise<Answered> => {
    this.#step()
    const fault = this.faults.shift() ?? null
    const { onLine, ...rest } = asked
    const answer = await over(
      fault,
      () =>
        this.end.answer(this.phone.account, {
          ...structuredClone(rest),
          ...(onLine && { onLine }),
        }),
      () =>
        new Promise((done) => {
          this.#releases.push(done)
          this.#blocked()
        }),
    )
    this.#step()
    return inLines(asked, answer, fault === 'cut off')
  }

  /** Every touch of the store is a moment at which the phone may die; what was not committed is gone. */
  #makeMortal(base: Dexie): void {
    const step = this.#step
    const mortal = (table: DBCoreTable): DBCoreTable => ({
      ...table,
      mutate: (request) => (step(), table.mutate(request)),
      get: (request) => (step(), table.get(request)),
      getMany: (request) => (step(), table.getMany(request)),
      query: (request) => (step(), table.query(request)),
    })
    base.use({
      stack: 'dbcore',
      name: 'mortal',
      create: (core: DBCore) => ({ ...core, table: (name) => mortal(core.table(name)) }),
    })
  }
}

const START = 1_800_000_000_000

/** A phone: its store stays whatever happens to its tabs. */
export class Phone {
  readonly store = new IDBFactory()
  /** Unlocked, so that whatever is stored is stored sealed. */
  readonly safe = new Safe()
  now = START
  tabs: Tab[]
  readonly saved: string[] = []
  /** How far each cursor was when it was last looked at. */
  readonly reached = new Map<Scope, Mark>()

  constructor(
    readonly account: number,
    readonly end: End,
    /** So small that every photo of the model goes in several. */
    readonly pieces: Context['pieces'] = { above: 4, size: 3 },
  ) {
    this.safe.open(cipherOf(new Uint8Array(32).fill(account)))
    this.tabs = [new Tab(this, end), new Tab(this, end)]
  }

  tab(n: number): Tab {
    const tab = this.tabs[n % this.tabs.length]
    if (!tab) throw new Error('a phone has tabs')
    return tab
  }

  /** Dead or not, opened again on what is stored. */
  reopen(n: number): void {
    this.tab(n).close()
    this.tabs[n % this.tabs.length] = new Tab(this, this.end)
  }
}
