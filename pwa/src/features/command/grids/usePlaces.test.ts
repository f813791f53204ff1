import { shallowRef } from 'vue'
import { expect, test, vi } from 'vitest'
import { Refusal } from '@/data/refusal'
import type { Posting, RowId } from '@/data/types'
import { NOWHERE, rootOf, rootsOf, usePlaces, type Area } from '@/features/command/grids/usePlaces'
import { inScope } from '@/features/command/inScope'

const posting = (level: string, at_id: number, at_kind = 'division'): Posting =>
  ({ level, at_id, at_kind, at_name: `区划${at_id}`, role: 'ADMIN' }) as unknown as Posting

const server = () => ({
  divisionsBelow: vi.fn((parent: RowId | null) =>
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

function picker(roots: Posting[], begun: Area = NOWHERE, ask = server()) {
  const area = shallowRef(begun)
  const { steps, trouble } = inScope(() => usePlaces(() => roots, area, ask))
  const options = (at: number) => steps.value[at]?.options.map(({ value }) => value)
  const choose = (at: number, id: RowId | null) => {
    area.value = steps.value[at]?.choose(id) ?? NOWHERE
  }
  return { area, ask, steps, trouble, options, choose }
}

test('the widest division leads, each stands once', () => {
  const posts = [posting('STREET', 3), posting('CITY', 1), posting('GRID', 9, 'grid')]
  expect(rootOf(posts)?.at_id).toBe(1)
  expect(rootOf([posting('GRID', 9, 'grid')])).toBeUndefined()
  expect(rootsOf([...posts, posting('STREET', 3)]).map(({ at_id }) => at_id)).toEqual([1, 3])
})

test('one goes down from a street to a grid', async () => {
  const { area, steps, options, choose } = picker([posting('STREET', 3)])
  await vi.waitFor(() => expect(options(0)).toEqual([30]))
  choose(0, 30)
  await vi.waitFor(() => expect(options(1)).toEqual([7]))
  choose(1, 7)

  expect(steps.value.map(({ word }) => word)).toEqual(['社区、村', '网格'])
  expect(area.value).toEqual({ path: [3, 30], grid: 7 })
})

test('another community forgets the grid, none at all is no filter', async () => {
  const { area, options, choose } = picker([posting('STREET', 3)], { path: [3, 30], grid: 7 })
  await vi.waitFor(() => expect(options(1)).toEqual([7]))
  choose(0, 31)
  expect(area.value).toEqual({ path: [3, 31], grid: null })
  choose(0, null)
  expect(area.value).toEqual(NOWHERE)
})

test('whoever is posted twice first says where', async () => {
  const { area, steps, options, choose } = picker([posting('DISTRICT', 2), posting('STREET', 3)])
  expect(options(0)).toEqual([2, 3])
  expect(steps.value).toHaveLength(1)
  choose(0, 3)
  await vi.waitFor(() => expect(options(1)).toEqual([30]))
  choose(1, 30)
  expect(area.value.path).toEqual([3, 30])
  choose(1, null)
  expect(area.value.path).toEqual([3])
})

test('each division is asked once, and again after trouble', async () => {
  const ask = server()
  ask.divisionsBelow.mockRejectedValueOnce(new Refusal('offline', '网络不通'))
  const { area, trouble, options, choose } = picker([posting('STREET', 3)], NOWHERE, ask)
  expect(options(0)).toEqual([])
  await vi.waitFor(() => expect(trouble.value).toBe('网络不通'))
  area.value = { ...NOWHERE }
  await vi.waitFor(() => expect(options(0)).toEqual([30]))
  choose(0, 30)
  choose(0, null)
  expect(options(0)).toEqual([30])
  expect(ask.divisionsBelow).toHaveBeenCalledTimes(2)
})
