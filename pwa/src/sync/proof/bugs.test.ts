// @vitest-environment node
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { BUGS, plant, type Bug } from '@/sync/proof/bugs'

afterEach(() => {
  for (const path of ['laws', 'apply', 'outbox', 'push', 'pull']) vi.doUnmock(`@/sync/${path}`)
  vi.resetModules()
})

test.each(Object.keys(BUGS) as Bug[])('%s is caught', { timeout: 600_000 }, async (bug) => {
  vi.resetModules()
  plant(bug)
  const { run, steps } = await import('@/sync/proof/schedule')
  const property = fc.asyncProperty(steps(20, 60), (schedule) => run(schedule))
  const found = await fc.check(property, {
    numRuns: 400,
    seed: Number(process.env.SYNC_SEED ?? 4),
    endOnFailure: true,
  })
  console.log(bug, found.numRuns, found.numShrinks, String(found.errorInstance).slice(0, 90))
  expect(found.failed).toBe(true)
})
