// @vitest-environment node
import { expect, test, vi } from 'vitest'
import { alone } from '@/sync/proof/tab'

const BOTH = ['grid:1', 'unit:1']
const person = (id: string, scopes: string[]) => ({ kind: 'person', id, body: {}, scopes })

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

// S-05
test('what stays of a lost grid is asked for in the same round, also when news comes meanwhile', async () => {
  const { end, tab } = alone()
  end.assigned.set(1, new Set(['grid:1', 'grid:2']))
  end.write([person('both', ['grid:1', 'grid:2']), person('other', ['grid:1'])])
  await tab.round()
  end.assigned.set(1, new Set(['grid:1']))
  const answer = end.answer.bind(end)
  vi.spyOn(end, 'answer').mockImplementation((account, asked) => {
    if (asked.path.includes('purged')) end.write([person('other', ['grid:1'])])
    return answer(account, asked)
  })

  await tab.round()

  const held = await tab.ctx.replica.rows.get(['person', 'both'])
  expect(held?.revs).toEqual({ 'grid:1': 1 })
})
