import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { recallSession } from '@/data/session'
import { dropPhone, phone, useRow, useRows, useSearch } from '@/sync/access'
import type { Held } from '@/sync/db'

const person = (id: string, name: string): Held => ({
  kind: 'person',
  id,
  epoch: 1,
  rev: 1,
  body: { name, phone: '138****5678' },
  scopes: ['grid:1'],
  revs: { 'grid:1': 1 },
})

const read = () => ({
  row: useRow('person', () => 'p1'),
  rows: useRows('person'),
  hits: useSearch(['person'], () => '王'),
})

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  localStorage.setItem(
    'session',
    JSON.stringify({ account: { id: 7, name: '李小红', postings: [] } }),
  )
  recallSession()
})
afterEach(async () => {
  await dropPhone()
  localStorage.clear()
  vi.unstubAllGlobals()
})

test('a screen reads rows, finds them, and sees its own correction at once, all without a line', async () => {
  const one = await phone()
  await one.replica.rows.bulkPut([person('p1', '李小红'), person('p2', '王红')])
  const scope = effectScope()
  const { row, rows, hits } = scope.run(read) ?? read()

  await vi.waitFor(() => expect(rows.value).toHaveLength(2))
  await vi.waitFor(() => expect(hits.value.map(({ id }) => id)).toEqual(['p2']))
  await one.save({
    kind: 'person.correct',
    title: '修改人员',
    row: 'p1',
    data: { name: '李红' },
    old: { name: '李小红' },
  })

  await vi.waitFor(() => expect(row.value?.body.name).toBe('李红'))
  expect(row.value?.waiting).toHaveLength(1)
  scope.stop()
})
