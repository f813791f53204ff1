// @vitest-environment node
import fc from 'fast-check'
import { test } from 'vitest'
import { run, steps } from '@/sync/proof/schedule'

const RUNS = Number(process.env.SYNC_RUNS ?? 40)
const SEED = Number(process.env.SYNC_SEED ?? 20261121)

test(
  'whatever the line, the power, a second tab, a new posting or a backup do, nothing is lost, doubled or stuck',
  { timeout: 600_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(steps(20, 60), (schedule) => run(schedule)),
      { numRuns: RUNS, seed: SEED, endOnFailure: !process.env.SYNC_SHRINK },
    )
  },
)
