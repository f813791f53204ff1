import { deviceOf } from '@/sync/context'
import { note, type Outbox } from '@/sync/db'
import { bodyOf, Trouble, type Ask } from '@/sync/line'
import type { Halves } from '@/sync/vault'
import { PROTOCOL } from '@/sync/wire'

export const isOfLine = (error: unknown): boolean =>
  error instanceof Trouble && error.kind === 'line'

/** A server restored to before this phone's first PIN. */
export const isForgotten = (error: unknown): boolean =>
  error instanceof Trouble && error.kind === 'absent'

/** What the server is asked for about this phone's lock. */
export class HalvesDoor {
  constructor(
    readonly account: number,
    readonly box: Outbox,
    readonly ask: Ask,
  ) {}

  /** The first time. */
  make(): Promise<Halves> {
    return this.#ask<Halves>('vault')
  }

  /** The part that goes with the PIN. */
  async release(): Promise<string> {
    return (await this.#ask<{ part: string }>('vault/release')).part
  }

  recover(password: string): Promise<Halves> {
    return this.#ask<Halves>('vault/recover', { password })
  }

  /** Released, or made anew for a server that has forgotten this phone. */
  async releaseOrMake(): Promise<Pick<Halves, 'part'> & Partial<Halves>> {
    try {
      return { part: await this.release() }
    } catch (error) {
      if (!isForgotten(error)) throw error
      return this.make()
    }
  }

  /** Also for a phone that is not signed in any more. */
  async isLost(): Promise<boolean> {
    const device = await note<string | null>(this.box, 'device', null)
    if (device === null) return false
    const path = `/api/sync/phones/${device}/standing/`
    return bodyOf<{ lost: boolean }>(await this.ask({ method: 'GET', path })).lost
  }

  async #ask<T>(door: string, more: object = {}): Promise<T> {
    const { account, box } = this
    const body = { protocol: PROTOCOL, account, device: await deviceOf(box), ...more }
    return bodyOf<T>(await this.ask({ method: 'POST', path: `/api/sync/${door}/`, body }))
  }
}
