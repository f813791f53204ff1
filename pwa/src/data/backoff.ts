const FIRST = 1000
const LONGEST = 30_000
const PATIENT = 5000

/** Close codes after which calling again would only be refused again. */
export const GONE = { 4401: 'signed_out', 4403: 'reach_changed' } as const

export const isGone = (code: number): code is keyof typeof GONE => code in GONE

const BUSY = new Set([4408, 1013])

/** Full jitter: after a restart thousands of phones must not come back in one instant. */
export class Backoff {
  #tries = 0

  constructor(readonly random: () => number = Math.random) {}

  next(code = 0): number {
    const ceiling = Math.min(LONGEST, FIRST * 2 ** this.#tries)
    this.#tries += 1
    return this.random() * ceiling + (BUSY.has(code) ? PATIENT : 0)
  }

  reset(): void {
    this.#tries = 0
  }
}
