// @vitest-environment node
import { afterEach, describe, expect, test, vi } from 'vitest'
import { BUGS, plant, type Bug } from '@/sync/proof/bugs'

const MODULES = ['laws', 'apply', 'outbox', 'push', 'pull']

afterEach(() => {
  for (const name of MODULES) vi.doUnmock(`@/sync/${name}`)
  vi.resetModules()
})

describe.each(Object.keys(BUGS) as Bug[])('%s', (bug) => {
  test('is not in the code', async () => {
    const { tell } = await import('@/sync/proof/stories')
    await tell(bug)
  })

  test('would be caught', async () => {
    plant(bug)
    const { tell } = await import('@/sync/proof/stories')
    await expect(tell(bug)).rejects.toThrow(/^\d+: /)
  })
})
