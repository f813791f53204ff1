import { expect, test, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import type { LonLat, Neighbour, Preview, Redrawn } from '@/data/grids'
import { Refusal } from '@/data/refusal'
import type { GridDetail } from '@/data/types'
import { useRedraw } from '@/features/command/grids/useRedraw'
import { inScope } from '@/features/command/inScope'

const BORDER: LonLat[] = [
  [111, 30],
  [111, 31],
]
const ACROSS: LonLat[] = [
  [110, 30],
  [112, 30],
]
const near = (id: number, may_merge = true): Neighbour =>
  ({ id, name: `网格${id}`, may_merge, border: BORDER }) as unknown as Neighbour
const answer = { begun: [{ id: 9 }] } as unknown as Redrawn

const PREVIEW = { parts: [{}, {}], shares: [] } as unknown as Preview

function made() {
  const ask = {
    previewRedraw: vi.fn(() => Promise.resolve(PREVIEW)),
    redrawGrids: vi.fn(() => Promise.resolve(answer)),
  }
  const done = vi.fn()
  const grid = shallowRef({ id: 1, name: '一网格' } as unknown as GridDetail)
  const redraw = inScope(() =>
    useRedraw(grid, shallowRef([near(2), near(3), near(4, false)]), done, ask),
  )
  return { redraw, ask, done, grid }
}

test('a split is looked at, named and done', async () => {
  const { redraw, ask, done } = made()
  redraw.begin('SPLIT')
  redraw.line.value = ACROSS
  await nextTick()
  await redraw.look()
  expect(redraw.names.value).toEqual(['一网格西', '一网格东'])
  redraw.names.value = ['甲', ' 乙 ']

  await redraw.carry()

  expect(ask.redrawGrids).toHaveBeenCalledWith(
    { kind: 'SPLIT', grids: [1], line: ACROSS },
    ['甲', '乙'],
    expect.any(String),
  )
  expect(done).toHaveBeenCalledWith(answer)
  expect(redraw.mode.value).toBeNull()
})

test('nothing is done that was not looked at', async () => {
  const { redraw, ask } = made()
  redraw.begin('SPLIT')
  redraw.line.value = ACROSS
  await redraw.look()
  redraw.line.value = [...ACROSS, [113, 31]]
  await nextTick()

  await redraw.carry()

  expect(redraw.preview.value).toBeNull()
  expect(ask.redrawGrids).not.toHaveBeenCalled()
})

test('a border begins as it is and has one neighbour', () => {
  const { redraw } = made()
  redraw.begin('BORDER')
  redraw.toggle(2)
  redraw.toggle(4)

  expect(redraw.wanted.value).toEqual({ kind: 'BORDER', grids: [1, 4], line: BORDER })
})

test('only grids of one kind are offered for a merge', () => {
  const { redraw } = made()
  redraw.begin('MERGE')
  redraw.toggle(2)
  redraw.toggle(3)
  redraw.toggle(4)
  redraw.toggle(3)

  expect(redraw.wanted.value).toEqual({ kind: 'MERGE', grids: [1, 2] })
})

test('a no says why and leaves what was drawn', async () => {
  const { redraw, ask } = made()
  ask.previewRedraw.mockRejectedValue(new Refusal('invalid', '分割线应从一侧穿到另一侧'))
  redraw.begin('SPLIT')
  redraw.line.value = ACROSS
  await nextTick()

  await redraw.look()

  expect(redraw.refusal.value?.message).toContain('分割线')
  expect(redraw.line.value).toEqual(ACROSS)
})

test('both names are needed and differ', () => {
  const { redraw } = made()
  redraw.names.value = ['甲', ' ']
  expect(redraw.isNamed.value).toBe(false)
  redraw.names.value = ['甲', '甲']
  expect(redraw.isNamed.value).toBe(false)
  redraw.names.value = ['甲', '乙']
  expect(redraw.isNamed.value).toBe(true)
})

test('another grid begins with nothing drawn', async () => {
  const { redraw, grid } = made()
  redraw.begin('SPLIT')
  redraw.line.value = ACROSS
  grid.value = { id: 5, name: '五网格' } as unknown as GridDetail
  await nextTick()

  expect([redraw.mode.value, redraw.line.value]).toEqual([null, []])
})
