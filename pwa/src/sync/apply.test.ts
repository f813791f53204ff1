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
