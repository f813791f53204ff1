import { expect, test } from 'vitest'
import type { Preview } from '@/data/grids'
import { heldBy, wonBy } from '@/features/command/grids/tally'

const preview = {
  kind: 'BORDER',
  ended: [{ id: 1 }, { id: 2 }],
  parts: [{}, {}],
  shares: [
    { grid: 1, part: 0, kind: 'people', count: 10 },
    { grid: 2, part: 0, kind: 'people', count: 3 },
    { grid: 2, part: 1, kind: 'people', count: 7 },
    { grid: 2, part: 1, kind: 'matters', count: 1 },
  ],
} as unknown as Preview

test('parts hold what stays and what comes', () => {
  expect(heldBy(preview).map(({ people, matters }) => [people, matters])).toEqual([
    [13, 0],
    [7, 1],
  ])
})

test('only what comes from the other grid is won', () => {
  expect(wonBy(preview).map(({ people }) => people)).toEqual([3, 0])
})
