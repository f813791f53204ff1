import { Backoff } from '@/data/backoff'
import type { Context } from '@/sync/context'
import { keepCanary } from '@/sync/health'
import { Trouble } from '@/sync/line'
import { sendPhotos } from '@/sync/media'
import { pullAll } from '@/sync/pull'
import { pushAll } from '@/sync/push'
import { deliverReceipts } from '@/sync/revoke'
import { tidy } from '@/sync/tidy'

/** One round at a time over all tabs of this phone. */
export type OnlyOne = (name: string, run: () => Promise<void>) => Promise<boolean>

const MINUTE = 60_000
const CALM = { least: MINUTE, more: 4 * MINUTE }
/** With something waiting nobody wants to sit out a calm pause. */
const PRESSING = { least: 5000, more: 10_000 }
const SCOPES_KEPT = 5 * MINUTE
const PHASE_PATIENCE = 10 * MINUTE
/** A morning of saving without a line is not a try for each record. */
const NO_LINE_FOR = 5000

/** Without a line nothing else is worth trying in this round. */
const ENDS_ROUND = new Set(['line', 'signed_out', 'lost', 'forbidden', 'too_old', 'absent', 'busy'])

/** The loop: up, down, photos; woken by whatever may help, believing none of it. */
export class Engine {
  readonly #backoff: Backoff
  #scopesAt: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | null = null
  #again = false
  #stopped = false
  #noLineAt: number | null = null

  constructor(
    readonly ctx: Context,
    readonly onlyOne: OnlyOne = byWebLock,
    /** What a round ended with; null when all went well. */
    readonly tell: (trouble: Trouble | null) => void = () => undefined,
  ) {
    this.#backoff = new Backoff(ctx.random)
  }

  /** Something was saved, seen, heard: look now. Asked during a round, another follows. */
  hurry(): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    clearTimeout(this.#timer)
    this.#again = this.#running !== null
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /** Something was saved. Where there was no line a moment ago, the next try is under way already. */
  saved(): void {
    const { now } = this.ctx
    if (this.#noLineAt !== null && Math.abs(now() - this.#noLineAt) < NO_LINE_FOR) return
    void this.hurry()
  }

  /** Somebody was given or lost a grid. */
  askScopes(): void {
    this.#scopesAt = null
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #run(): Promise<void> {
    do {
      this.#again = false
      await this.#attempt()
    } while (this.#again && !this.#stopped)
  }

  async #attempt(): Promise<void> {
    let trouble: Trouble | null = null
    const isMine = await this.onlyOne(`sync-${this.ctx.account}`, async () => {
      trouble = await this.round()
    }).catch(() => false)
    if (this.#stopped) return
    this.#noLineAt = kindOf(trouble) === 'line' ? this.ctx.now() : null
    if (isMine) this.tell(trouble)
    await this.#sleep(isMine ? trouble : null, isMine)
  }

  async #sleep(trouble: Trouble | null, isMine: boolean): Promise<void> {
    const { ctx } = this
    if (!trouble) this.#backoff.reset()
    const isPressing = !isMine || (await ctx.box.commands.count().catch(() => 0)) > 0
    const { least, more } = isPressing ? PRESSING : CALM
    const calm = least + ctx.random() * more
    const pause = trouble ? Math.max(this.#backoff.next(), trouble.pause) : calm
    clearTimeout(this.#timer)
    if (!this.#stopped) this.#timer = setTimeout(() => void this.hurry(), pause)
  }

  /** Up first, so that what comes down knows it. What one phase cannot do does not stop the next. */
  async round(): Promise<Trouble | null> {
    let first: Trouble | null = null
    for (const phase of [pushAll, this.#pull, sendPhotos, deliverReceipts, tidy]) {
      const trouble = await within(PHASE_PATIENCE, phase(this.ctx)).then(() => null, asTrouble)
      first ??= trouble
      if (trouble && ENDS_ROUND.has(trouble.kind)) break
    }
    await keepCanary(this.ctx.box, this.ctx.account).catch(() => undefined)
    return first
  }

  readonly #pull = async (ctx: Context): Promise<void> => {
    const isStale = this.#scopesAt === null || Math.abs(ctx.now() - this.#scopesAt) > SCOPES_KEPT
    const hasLost = await pullAll(ctx, isStale)
    if (isStale) this.#scopesAt = ctx.now()
    if (hasLost) this.askScopes()
  }
}

const kindOf = (trouble: Trouble | null): string | undefined => trouble?.kind

const asTrouble = (error: unknown): Trouble =>
  error instanceof Trouble ? error : new Trouble('broken', '本机存储出错，请关闭后重新打开应用')

/** Nothing is waited for without an end. */
async function within<T>(most: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Trouble('line', '同步超时，稍后自动重试')), most)
  })
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer))
}

/** Old browsers have no locks; the cursor check and the command ids keep two tabs right all the same. */
const byWebLock: OnlyOne = async (name, run) => {
  const locks = globalThis.navigator?.locks as LockManager | undefined
  if (!locks) {
    await run()
    return true
  }
  return locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await run()
    return lock !== null
  })
}
