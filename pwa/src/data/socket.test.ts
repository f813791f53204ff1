import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FarEnd } from '@/data/farEnd'
import { Live } from '@/data/socket'
import type { Notice } from '@/data/types'

const notice = (entry: number): Notice => ({ entry, subject: `event-${entry}` }) as Notice

function makeLine() {
  const ends: FarEnd[] = []
  const live = new Live(() => {
    const end = new FarEnd()
    ends.push(end)
    return end as unknown as WebSocket
  })
  const heard: number[] = []
  const reloads = vi.fn()
  const gone = vi.fn()
  live.listen({ notice: ({ entry }) => heard.push(entry), reload: reloads, gone })
  const end = (): FarEnd => {
    const last = ends.at(-1)
    if (!last) throw new Error('never dialled')
    return last
  }
  return { live, ends, end, heard, reloads, gone }
}

const lacking = (entries: number[], cursor: string, complete = true) => ({
  type: 'lacking',
  notices: entries.map(notice),
  cursor,
  complete,
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first word is "here" without a cursor, and the lists are asked for again', () => {
  const { live, end, reloads } = makeLine()

  live.start()
  end().accept()
  end().say(lacking([], 'a'))

  expect(end().heard).toEqual([{ type: 'here', cursor: null }])
  expect(live.line.value).toBe('open')
  expect(reloads).toHaveBeenCalledTimes(1)
})

test('a lost line comes back by itself and says how far it had heard', () => {
  const { live, ends, end, heard, reloads } = makeLine()
  live.start()
  end().accept()
  end().say(lacking([], 'a'))
  end().say({ type: 'notice', notice: notice(7), cursor: 'b' })

  end().drop()
  expect(live.line.value).toBe('connecting')
  vi.advanceTimersByTime(1000)
  end().accept()
  end().say(lacking([7, 8], 'c'))

  expect(ends).toHaveLength(2)
  expect(end().heard).toEqual([{ type: 'here', cursor: 'b' }])
  expect(heard).toEqual([7, 8])
  expect(reloads).toHaveBeenCalledTimes(1)
})

test('too long a gap makes the lists reload', () => {
  const { live, end, reloads } = makeLine()
  live.start()
  end().accept()
  end().say(lacking([], 'a'))
  end().drop()
  vi.advanceTimersByTime(1000)
  end().accept()

  end().say(lacking([], 'z', false))

  expect(reloads).toHaveBeenCalledTimes(2)
})

test.each([
  [4401, 'signed_out'],
  [4403, 'reach_changed'],
] as const)('close code %i ends the calling and says %s', (code, why) => {
  const { live, ends, end, gone } = makeLine()
  live.start()
  end().accept()

  end().drop(code)
  vi.advanceTimersByTime(120_000)

  expect(gone).toHaveBeenCalledExactlyOnceWith(why)
  expect(ends).toHaveLength(1)
  expect(live.line.value).toBe('closed')
})

test('a line that answers no ping is given up', () => {
  const { live, ends, end } = makeLine()
  live.start()
  end().accept()
  end().say(lacking([], 'a'))

  vi.advanceTimersByTime(25_000)
  expect(end().heard.at(-1)).toEqual({ type: 'ping' })
  vi.advanceTimersByTime(25_000 + 2000)

  expect(ends).toHaveLength(2)
})

test('a stopped line stays silent', () => {
  const { live, ends, end } = makeLine()
  live.start()
  end().accept()

  live.stop()
  vi.advanceTimersByTime(120_000)

  expect(ends).toHaveLength(1)
  expect(live.line.value).toBe('closed')
})

/** The server's side of the story: a log of notices, told over a line that breaks where it likes. */
class Server {
  #log = 0
  #isUp = false
  #from: number | null = null
  #isCaughtUp = false
  /** Where this page's story begins: what was written before is in its first lists. */
  #begun: number | null = null

  constructor(readonly end: () => FarEnd) {}

  get due(): number[] {
    return this.#between(this.#begun ?? this.#log)
  }

  connect(): void {
    if (this.#isUp) return
    vi.advanceTimersByTime(30_000)
    this.end().accept()
    const cursor = this.end().heard.at(-1)?.cursor
    this.#from = typeof cursor === 'string' ? Number(cursor) : (this.#begun ?? this.#log)
    this.#begun ??= this.#from
    this.#isUp = true
    this.#isCaughtUp = false
  }

  catchUp(): void {
    if (!this.#isUp || this.#isCaughtUp || this.#from === null) return
    this.end().say(lacking(this.#between(this.#from), String(this.#log)))
    this.#isCaughtUp = true
  }

  drop(): void {
    if (this.#isUp) this.end().drop()
    this.#isUp = false
  }

  write(): void {
    this.#log += 1
    const told = { type: 'notice', notice: notice(this.#log), cursor: String(this.#log) }
    if (this.#isUp) this.end().say(told)
  }

  #between(from: number): number[] {
    return Array.from({ length: this.#log - from }, (_, n) => from + n + 1)
  }
}

const step = fc.constantFrom('write', 'drop', 'connect', 'catchUp')
const story = fc.array(step, { maxLength: 40, size: 'max' })

test('whatever breaks, every notice is told exactly once', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const { live, end, heard } = makeLine()
      const server = new Server(end)

      live.start()
      for (const one of [...steps, 'connect', 'catchUp'] as const) server[one]()
      live.stop()

      expect([...heard].sort((a, b) => a - b)).toEqual(server.due)
    }),
    { numRuns: 300 },
  )
})
