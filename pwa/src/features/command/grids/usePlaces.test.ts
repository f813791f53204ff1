import { expect, test, vi } from 'vitest'
import type { Posting } from '@/data/types'
import { rootOf, usePlaces } from '@/features/command/grids/usePlaces'
import { inScope } from '@/features/command/inScope'

const posting = (level: string, at_id: number, at_kind = 'division'): Posting =>
  ({ level, at_id, at_kind, at_name: '', role: 'ADMIN' }) as unknown as Posting

const server = () => ({
  divisionsBelow: vi.fn((parent: number | null) =>
    Promise.resolve([
      {
        id: Number(parent) * 10,
        name: '下级',
        code: '',
        level: 'COMMUNITY' as const,
        children: true,
      },
    ]),
  ),
  gridsOf: vi.fn(() =>
    Promise.resolve({
      rows: [{ id: 7, name: '第一网格', code: '', kind_label: '', community: { id: 1, name: '' } }],
      next: null,
    }),
  ),
})

test('the widest division leads', () => {
  expect(
    rootOf([posting('STREET', 3), posting('CITY', 1), posting('GRID', 9, 'grid')])?.at_id,
  ).toBe(1)
  expect(rootOf([posting('GRID', 9, 'grid')])).toBeUndefined()
})

test('one goes down from a street to a grid', async () => {
  const ask = server()
  const places = inScope(() => usePlaces(posting('STREET', 3), ask))
  await vi.waitFor(() => expect(places.steps.value).toHaveLength(1))

  await places.choose(0, 30)
  await places.choose(1, 7)

  expect(places.steps.value.map(({ word }) => word)).toEqual(['社区、村', '网格'])
  expect([places.division.value, places.grid.value]).toEqual([30, 7])
})

test('another community forgets the grid', async () => {
  const places = inScope(() => usePlaces(posting('STREET', 3), server()))
  await vi.waitFor(() => expect(places.steps.value).toHaveLength(1))
  await places.choose(0, 30)
  await places.choose(1, 7)

  await places.choose(0, null)

  expect([places.division.value, places.grid.value]).toEqual([3, null])
})
