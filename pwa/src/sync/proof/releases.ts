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
  #made = 0
  #hold: Promise<void> = Promise.resolve()

  forget(): void {
    this.halves = null
  }

  /** The next one that asks for halves to be made is answered when it is let go. */
  holdMaking(): () => void {
    let letGo: () => void = () => undefined
    this.#hold = new Promise((done) => (letGo = done))
    return letGo
  }

  readonly ask: Ask = async (asked) => {
    if (!this.hasLine) throw noLine()
    if (asked.path.endsWith('/vault/')) await this.#hold
    return this.#answer(asked.path, asked.body as { password?: string })
  }

  #answer(path: string, body: { password?: string }): Answered {
    if (path.endsWith('/standing/')) return told(200, { lost: this.isLost })
    if (this.isLost) return told(403, { code: 'device_lost', message: '已登记遗失' })
    if (path.endsWith('/vault/')) return told(200, (this.halves ??= this.#make()))
    if (!this.halves) return told(404)
    if (path.endsWith('/release/')) return told(200, { part: this.halves.part })
    const isRight = body.password === this.password
    return isRight ? told(200, this.halves) : told(400, { code: 'invalid', message: '密码不正确' })
  }

  #make(): Halves {
    this.#made += 1
    return { part: `part ${this.#made}`, rescue: `rescue ${this.#made}` }
  }
}
