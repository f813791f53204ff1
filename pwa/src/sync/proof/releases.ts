import type { Answered, Ask } from '@/sync/line'
import { noLine } from '@/sync/line'
import { told } from '@/sync/proof/answers'
import type { Halves } from '@/sync/vault'

/** The server's half of the lock, in memory. */
export class Releases {
  hasLine = true
  isLost = false
  password = 'secret'
  halves: Halves | null = null
  /** The answer to the next making is lost. */
  losesMaking = false
  #isReleased = false
  letGo: () => void = () => undefined
  #made = 0
  #hold: Promise<void> = Promise.resolve()

  forget(): void {
    this.halves = null
    this.#isReleased = false
  }

  /** The next one that asks for halves to be made is answered when it is let go. */
  holdMaking(): void {
    this.#hold = new Promise((done) => (this.letGo = done))
  }

  readonly ask: Ask = async (asked) => {
    if (!this.hasLine) throw noLine()
    const isMaking = asked.path.endsWith('/vault/')
    if (isMaking) await this.#hold
    const answer = this.#answer(asked.path, asked.body as { password?: string })
    if (!isMaking || !this.losesMaking) return answer
    this.losesMaking = false
    throw noLine()
  }

  #answer(path: string, body: { password?: string }): Answered {
    if (path.endsWith('/standing/')) return told(200, { lost: this.isLost })
    if (this.isLost) return told(403, { code: 'device_lost', message: '已登记遗失' })
    if (path.endsWith('/vault/')) return this.#tellBoth()
    if (!this.halves) return told(404)
    if (path.endsWith('/release/')) return this.#release(this.halves)
    const isRight = body.password === this.password
    return isRight ? told(200, this.halves) : told(400, { code: 'invalid', message: '密码不正确' })
  }

  #tellBoth(): Answered {
    return this.#isReleased ? told(409) : told(200, (this.halves ??= this.#make()))
  }

  /** From then on nobody is told both halves without the password. */
  #release({ part }: Halves): Answered {
    this.#isReleased = true
    return told(200, { part })
  }

  #make(): Halves {
    this.#made += 1
    return { part: `part ${this.#made}`, rescue: `rescue ${this.#made}` }
  }
}
