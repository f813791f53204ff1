// @vitest-environment node
import { expect, test } from 'vitest'
import { purge } from '@/sync/apply'
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

test('what stays of a lost grid is told anew in the same round, as to somebody without it', async () => {
  const { tab, end } = alone()
  end.assigned.set(1, new Set(['grid:1', 'worker:1']))
  const scopes = ['grid:1', 'worker:1']
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
