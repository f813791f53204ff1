// @vitest-environment node
import { expect, test } from 'vitest'
import { alone } from '@/sync/proof/tab'

const BOTH = ['grid:1', 'unit:1']

test('what stays in another scope is asked for once more before the first goes', async () => {
  const { end, tab } = alone()
  const account = tab.ctx.account
  end.assigned.set(account, new Set(BOTH))
  const matter = { kind: 'event', id: 'e1', body: { reporter: '赵*' }, scopes: BOTH }
  end.write([matter, { kind: 'event', id: 'e2', body: { text: '井盖' }, scopes: ['grid:1'] }])
  await tab.round()

  // The row is not written: who is told of it sees less of it now.
  end.assigned.set(account, new Set(['unit:1']))
  const known = end.memory.rows.get('event:e1')
  if (known) known.body = { reporter: null }
  tab.engine.askScopes()
  const trouble = await tab.engine.round()

  const here = await tab.ctx.replica.rows.toArray()
  expect(trouble).toBe(null)
  expect(here.map(({ id, scopes, body }) => [id, scopes, body])).toEqual([
    ['e1', ['unit:1'], { reporter: null }],
  ])
  expect(await tab.ctx.replica.cursors.get('grid:1')).toBeUndefined()
})
