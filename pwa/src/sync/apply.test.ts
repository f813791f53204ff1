// @vitest-environment node
import { expect, test } from 'vitest'
import { applyDelta, purge } from '@/sync/apply'
import { alone } from '@/sync/proof/tab'

test('rows given back are counted once, though a second tab hears of it before the server has', async () => {
  const { tab, end } = alone()
  end.write([{ kind: 'person', id: 'p1', body: { name: '张三' }, scopes: ['grid:1'] }])
  await tab.round()
  const { replica } = tab.ctx

  const counts = [await purge(replica, 'grid:1'), await purge(replica, 'grid:1')]

  expect(counts).toEqual([1, 0])
  expect((await replica.receipts.get('grid:1'))?.rows).toBe(1)
})

const GRID = 'grid:1'
const page = (version: number, rev: number, name: string) => ({
  scope: GRID,
  epoch: 1,
  version,
  rows: [{ kind: 'person', id: 'p1', rev, version, body: { name } }],
})

// S-50
test('a page is written over the cursor it was asked with and no other, and never an older body over a newer', async () => {
  const { replica } = alone().tab.ctx
  const asked = {
    scope: GRID,
    epoch: 1,
    version: 4,
    checked_at: 0,
    checked_by: '',
    kind: 'grid' as const,
    name: '',
  }
  await replica.cursors.put(asked)

  expect(await applyDelta(replica, asked, page(6, 9, '张三'))).toBe(true)
  expect(await applyDelta(replica, asked, page(5, 11, '李四'))).toBe(false)
  expect(await applyDelta(replica, { ...asked, version: 6 }, page(7, 8, '王五'))).toBe(true)

  expect((await replica.rows.get(['person', 'p1']))?.body).toEqual({ name: '张三' })
  expect(await replica.cursors.get(GRID)).toMatchObject({ epoch: 1, version: 7 })
})

// S-05
test('what stays of a lost grid is told anew in the same round, as to somebody without it', async () => {
  const { tab, end } = alone()
  end.assigned.set(1, new Set(['grid:1', 'worker:1']))
  // The later scope is told under the later revision: here the one that goes.
  const scopes = ['worker:1', 'grid:1']
  const [mine, other] = [{ moves: ['accept', 'comment'] }, { moves: ['comment'] }]
  end.write([
    { kind: 'event', id: 'both', body: mine, scopes },
    { kind: 'event', id: 'reported', body: other, scopes: ['worker:1'] },
  ])
  await tab.round()
  end.assigned.set(1, new Set(['worker:1']))
  // As the server counts the moves, and changes no row for it.
  Object.assign(end.memory.rows.get('event:both')?.body ?? {}, { moves: ['comment'] })
  await tab.round()

  const rows = await tab.ctx.replica.rows.toArray()
  expect(rows.map(({ id, body, scopes: held }) => [id, body.moves, held])).toEqual([
    ['both', ['comment'], ['worker:1']],
    ['reported', ['comment'], ['worker:1']],
  ])
  expect(tab.trouble).toBe(null)
})

// S-05
test('what a gained grid tells of a row that is here already is seen in the same round', async () => {
  const { tab, end } = alone()
  end.assigned.set(1, new Set(['worker:1']))
  // Under the later revision in the scope it was held by before.
  const scopes = ['grid:1', 'worker:1']
  end.write([{ kind: 'event', id: 'mine', body: { moves: ['comment'] }, scopes }])
  await tab.round()
  end.assigned.set(1, new Set(scopes))
  Object.assign(end.memory.rows.get('event:mine')?.body ?? {}, { moves: ['accept', 'comment'] })
  await tab.round()

  const [row] = await tab.ctx.replica.rows.toArray()
  expect(row?.body).toEqual({ moves: ['accept', 'comment'] })
  expect(row?.revs).toEqual({ 'grid:1': 1, 'worker:1': 2 })
})
