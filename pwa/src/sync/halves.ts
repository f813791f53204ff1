import { deviceOf } from '@/sync/context'
import { keepNote, note, type Outbox } from '@/sync/db'
import { bodyOf, Trouble, type Ask } from '@/sync/line'
import type { Halves } from '@/sync/vault'
import { PROTOCOL } from '@/sync/wire'

export const isOfLine = (error: unknown): boolean =>
  error instanceof Trouble && error.kind === 'line'

/** A server restored to before this phone's first PIN. */
export const isForgotten = (error: unknown): boolean =>
  error instanceof Trouble && error.kind === 'absent'

/** Released already. */
const isTaken = (error: unknown): boolean => error instanceof Trouble && error.kind === 'refused'

const ANEW = 'halves_anew'
type Told = Pick<Halves, 'part'> & Partial<Halves>

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
    return (await this.#told()).part
  }

  recover(password: string): Promise<Halves> {
    return this.#ask<Halves>('vault/recover', { password })
  }

  /** Released, or made anew for a server that has forgotten this phone. */
  async releaseOrMake(): Promise<Told> {
    try {
      return await this.#told()
    } catch (error) {
      if (!isForgotten(error)) throw error
      await keepNote(this.box, ANEW, true)
      return this.make()
    }
  }

  /** Both halves made anew are written down, or can be had no more. */
  async kept(): Promise<void> {
    await this.box.notes.delete(ANEW)
  }

  /** What was made anew and is not written down yet is asked for whole: once released, it is told in part only (S-35). */
  async #told(): Promise<Told> {
    if (!(await note(this.box, ANEW, false))) return this.#ask<Told>('vault/release')
    try {
      return await this.make()
    } catch (error) {
      if (!isTaken(error)) throw error
      await this.kept()
      return this.#ask<Told>('vault/release')
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
