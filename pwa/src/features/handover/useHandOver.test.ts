import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { recallSession } from '@/data/session'
import { leavingOf } from '@/features/handover/leaving'
import { useHandOver } from '@/features/handover/useHandOver'
import { dropPhone, phone } from '@/sync/access'
import type { Held } from '@/sync/db'
import { erase } from '@/sync/erase'

const held = (kind: string, id: string, body: Held['body']): Held => ({
  kind,
  id,
  epoch: 1,
  rev: 1,
  body,
  scopes: ['grid:1'],
  revs: { 'grid:1': 1 },
})
const grid = { id: 1, name: '一网格' }
const posting = { role: 'WORKER', at_kind: 'grid', at_id: 1, at_name: '一网格' }

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  const account = { id: 7, name: '李小红', postings: [posting] }
  localStorage.setItem('session', JSON.stringify({ account }))
  recallSession()
})
afterEach(async () => {
  await dropPhone()
  localStorage.clear()
  vi.unstubAllGlobals()
})

test('the next worker sees who needs care, what is open and the words left, of this grid only', async () => {
  const one = await phone()
  const roles = [
    { kind: 'LIVING_ALONE', to_on: null },
    { kind: 'DISABLED', to_on: '2026-01-01' },
  ]
  await one.replica.rows.bulkPut([
    held('person', 'p1', { grid, name: '欧阳', roles, visits: [] }),
    held('person', 'p2', { grid, name: '走了', roles, left_on: '2026-01-01', visits: [] }),
    held('person', 'p3', { grid: { id: 2 }, name: '邻格', roles, visits: [] }),
    held('event', 'e1', { grid, state: 'ACCEPTED' }),
    held('event', 'e2', { grid, state: 'CLOSED' }),
    held('handover', 'n1', { grid: 1, text: '先', at: '2026-03-01T00:00:00Z' }),
  ])
  await one.save({ kind: 'handover.note', title: '说明', data: { grid: 1, text: '后' } })
  const scope = effectScope()
  const told = scope.run(() => useHandOver(() => 1))

  await vi.waitFor(() =>
    expect(told?.notes.value.map(({ body }) => body.text)).toEqual(['后', '先']),
  )
  expect(told?.care.value).toEqual([{ id: 'p1', name: '欧阳', roles: '独居老人' }])
  expect(told?.open.value.map(({ id }) => id)).toEqual(['e1'])
  expect(told?.receivedAt.value).toBeNull()
  scope.stop()
})

test('who leaves sees what has still to go up, and later that nothing is left here', async () => {
  const one = await phone()
  const cursor = { epoch: 1, version: 3, checked_at: 0, checked_by: '' }
  const lost = { ...cursor, scope: 'grid:9', name: '旧网格', kind: 'grid' as const }
  await one.replica.cursors.bulkPut([
    lost,
    { ...cursor, scope: 'grid:1', name: '一网格', kind: 'grid' },
  ])
  await one.save({ kind: 'visit.record', title: '走访', scope: 'grid:9', data: {} })

  expect(await leavingOf(one)).toEqual([
    { scope: 'grid:9', name: '旧网格', waiting: 1, gone_at: null, rows: 0 },
  ])

  await one.replica.cursors.delete('grid:9')
  await one.box.commands.clear()
  await erase(one.box, 'rows of grid:9', 'scope revoked', () => Promise.resolve(41))
  const [gone] = await leavingOf(one)
  expect([gone?.scope, gone?.waiting, gone?.rows]).toEqual(['grid:9', 0, 41])
  expect(gone?.gone_at).not.toBeNull()
})
