import { Dexie, type Table } from 'dexie'
import type { Step } from '@/features/patrol/walking'
import { thinned } from '@/features/patrol/walking'

/** More points than these of one round are thinned before they are sent, whatever the line is like. */
const UNSENT_MOST = 600
/** What has not gone up by then is dropped; the round itself has. */
export const KEPT_DAYS = 7
const DAY = 86_400_000

interface Kept {
  n?: number
  patrol: string
  step: Step
  /** When it was kept, for ageing. */
  at: number
  sent: 0 | 1
}

/**
 * Where this phone has been on a round: the only thing kept here that may be thinned and may age out, so it is in no
 * outbox until it is made into a command.
 */
export class PatrolStore extends Dexie {
  declare steps: Table<Kept, number>

  constructor(account: number) {
    super(`patrol-${account}`, { chromeTransactionDurability: 'relaxed' })
    this.version(1).stores({ steps: '++n, patrol, [patrol+sent], at' })
  }

  add(patrol: string, step: Step, at: number): Promise<number> {
    return this.steps.add({ patrol, step, at, sent: 0 })
  }

  /** The whole way as this phone knows it. */
  async track(patrol: string): Promise<Step[]> {
    return (await this.steps.where('patrol').equals(patrol).toArray()).map(({ step }) => step)
  }

  /** Takes what has not been handed over, thinned; `hand` must have it for good before it counts as handed over. */
  async handOver(
    patrol: string,
    hand: (steps: Step[]) => Promise<unknown>,
    most = UNSENT_MOST,
  ): Promise<void> {
    const unsent = await this.steps.where('[patrol+sent]').equals([patrol, 0]).toArray()
    await hand(
      thinned(
        unsent.map(({ step }) => step),
        most,
      ),
    )
    await this.steps.bulkPut(unsent.map((one) => ({ ...one, sent: 1 as const })))
  }

  async forget(patrol: string): Promise<void> {
    await this.steps.where('patrol').equals(patrol).delete()
  }

  async ageOut(now: number): Promise<number> {
    return this.steps
      .where('at')
      .below(now - KEPT_DAYS * DAY)
      .delete()
  }
}
