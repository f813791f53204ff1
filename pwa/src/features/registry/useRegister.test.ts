import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { endPhone, held, testPhone } from '@/features/registry/testPhone'
import { isFullNumber, useRegister } from '@/features/registry/useRegister'
import type { Asked } from '@/features/registry/useRegistryList'

const scope = effectScope()
afterEach(async () => {
  scope.stop()
  await endPhone()
})

const person = (id: string, name: string, initials: string, more: object) =>
  held('person', id, { name, initials, roles: [], tenures: [], visits: [], ...more })

const PEOPLE = [
  person('p1', '张三', 'zs', { confirmed_at: '2026-02-01', document: '1101**********002X' }),
  person('p2', '李四', 'ls', {
    confirmed_at: '2020-02-01',
    roles: [{ kind: 'DISABLED', to_on: null }],
    visits: [{ at: '2020-02-01', next_on: '2020-03-01' }],
  }),
  person('p3', '周舒', 'zs', { confirmed_at: '2026-01-01', left_on: '2026-02-20' }),
]

test('the register is found, filtered and ordered without a line; who left is found when asked for', async () => {
  const { one } = await testPhone()
  await one.replica.rows.bulkPut(PEOPLE)
  const asked = shallowRef<Asked>({ kind: 'people', words: '', tag: '', byName: false })
  const list = scope.run(() => useRegister(() => asked.value))
  const ids = (): string[] => list?.rows.value.map(({ id }) => id) ?? []
  const ask = (more: Partial<Asked>): string[] => {
    asked.value = { kind: 'people', words: '', tag: '', byName: false, ...more }
    return ids()
  }

  await vi.waitFor(() => expect(ids()).toEqual(['p2', 'p1']))
  expect(ask({ byName: true })).toEqual(['p2', 'p1'])
  expect(ask({ words: 'zs' })).toEqual(['p1'])
  expect(ask({ words: 'zs', tag: 'gone' })).toEqual(['p1', 'p3'])
  expect(ask({ words: '002x' })).toEqual(['p1'])
  expect(ask({ tag: 'DISABLED' })).toEqual(['p2'])
  expect(ask({ tag: 'due' })).toEqual(['p2'])
  expect(list?.total.value).toBe(2)
  expect(list?.tags.value.map(({ key, number }) => [key, number])).toEqual([
    ['due', 1],
    ['stale', 2],
    ['DISABLED', 1],
    ['gone', null],
  ])
})

test('a full number is for the server, the last four are not', () => {
  expect(isFullNumber('138 0013 8000')).toBe(true)
  expect(isFullNumber('11010519491231002x')).toBe(true)
  expect(isFullNumber('5678')).toBe(false)
})
