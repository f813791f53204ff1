import { computed, shallowRef } from 'vue'
import { Backoff, GONE, isGone } from '@/data/backoff'
import type { Notice } from '@/data/types'

export type Line = 'closed' | 'connecting' | 'open'

interface Listener {
  /** `wasMissed`: told after the line had been broken. */
  notice?: (notice: Notice, wasMissed: boolean) => void
  /** Something changed in these scopes; what it is has to be pulled. */
  poke?: (scopes: string[]) => void
  /** Too much was missed to tell one by one: ask for your lists again. */
  reload?: () => void
  /** The server will not talk to this session any more. */
  gone?: (why: (typeof GONE)[keyof typeof GONE]) => void
}

type Down =
  | { type: 'notice'; notice: Notice; cursor: string }
  | { type: 'lacking'; notices: Notice[]; cursor: string; complete: boolean }
  | { type: 'poke'; scopes: Record<string, number> }
  | { type: 'pong' }
  | { type: 'answer'; id: string }

const BEAT = 25_000
const REMEMBERED = 1000

/** The live line: says where this page is, hears what it lacks, and comes back by itself. */
export class Live {
  readonly #line = shallowRef<Line>('closed')
  readonly line = computed(() => this.#line.value)
  readonly #listeners = new Set<Listener>()
  readonly #backoff = new Backoff()
  readonly #heard = new Set<number>()
  #socket: WebSocket | null = null
  #cursor: string | null = null
  #caughtUp = false
  #answered = true
  #retry: ReturnType<typeof setTimeout> | undefined
  #beat: ReturnType<typeof setInterval> | undefined

  constructor(readonly open: () => WebSocket = openSameOrigin) {}

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    if (this.#line.value !== 'closed') return
    addEventListener('online', this.#hurry)
    document.addEventListener('visibilitychange', this.#hurry)
    this.#dial()
  }

  stop(): void {
    removeEventListener('online', this.#hurry)
    document.removeEventListener('visibilitychange', this.#hurry)
    clearTimeout(this.#retry)
    this.#hangUp()
    this.#line.value = 'closed'
    this.#cursor = null
    this.#heard.clear()
  }

  /** Waiting out a long pause makes no sense once the phone is back on air or in the hand. */
  readonly #hurry = (): void => {
    if (this.#socket || document.visibilityState === 'hidden') return
    clearTimeout(this.#retry)
    this.#dial()
  }

  #dial(): void {
    this.#line.value = 'connecting'
    const socket = this.open()
    this.#socket = socket
    this.#caughtUp = false
    socket.addEventListener('open', () => {
      if (socket === this.#socket) this.#sayHere()
    })
    socket.addEventListener('message', (message: MessageEvent<string>) => {
      if (socket === this.#socket) this.#hear(JSON.parse(message.data) as Down)
    })
    socket.addEventListener('close', (close) => {
      if (socket === this.#socket) this.#lost(close.code)
    })
  }

  #hangUp(): void {
    clearInterval(this.#beat)
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }

  #sayHere(): void {
    this.#say({ type: 'here', cursor: this.#cursor })
    this.#answered = true
    this.#beat = setInterval(() => this.#ping(), BEAT)
  }

  #say(message: object): void {
    this.#socket?.send(JSON.stringify(message))
  }

  #ping(): void {
    // A phone that changed networks keeps a dead socket open for minutes.
    if (!this.#answered) return this.#lost(0)
    this.#answered = false
    this.#say({ type: 'ping' })
  }

  #hear(message: Down): void {
    this.#answered = true
    if (message.type === 'lacking') this.#catchUp(message)
    if (message.type === 'poke')
      this.#each((listener) => listener.poke?.(Object.keys(message.scopes)))
    if (message.type !== 'notice') return
    // Until the gap is filled, a live notice must not move the cursor past it.
    if (this.#caughtUp) this.#cursor = message.cursor
    this.#tell(message.notice, false)
  }

  #catchUp(lacking: Extract<Down, { type: 'lacking' }>): void {
    const isFirst = this.#cursor === null
    lacking.notices.forEach((notice) => this.#tell(notice, true))
    this.#cursor = lacking.cursor
    this.#caughtUp = true
    this.#backoff.reset()
    this.#line.value = 'open'
    // What moved between the first list and the first "here" is known to nobody.
    if (isFirst || !lacking.complete) this.#each((listener) => listener.reload?.())
  }

  #tell(notice: Notice, wasMissed: boolean): void {
    if (this.#heard.has(notice.entry)) return
    this.#heard.add(notice.entry)
    const [oldest] = this.#heard
    if (this.#heard.size > REMEMBERED && oldest !== undefined) this.#heard.delete(oldest)
    this.#each((listener) => listener.notice?.(notice, wasMissed))
  }

  #lost(code: number): void {
    this.#hangUp()
    if (isGone(code)) {
      this.stop()
      return this.#each((listener) => listener.gone?.(GONE[code]))
    }
    this.#line.value = 'connecting'
    this.#retry = setTimeout(() => this.#dial(), this.#backoff.next(code))
  }

  #each(tell: (listener: Listener) => void): void {
    for (const listener of this.#listeners) tell(listener)
  }
}

function openSameOrigin(): WebSocket {
  const { protocol, host } = location
  return new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/`)
}

export const live = new Live()
