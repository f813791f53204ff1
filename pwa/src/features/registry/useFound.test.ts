import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { endPhone, held, testPhone } from '@/features/registry/testPhone'
import { useFound, type Finding } from '@/features/registry/useFound'

const ROOMS: Finding = { kind: 'rooms', words: '', tag: '', byName: false }
const HOUSES = Array.from({ length: 62 }, (_, at) => `r${String(at).padStart(2, '0')}`)
const scopes: EffectScope[] = []

const room = (id: string) => ({ id, confirmed_at: `2026-01-01T00:00:${id.slice(1)}Z`, tenures: [] })

/** The server's list of houses, twenty at a time. */
function answersHouses(path: string): Promise<Response> {
  const { searchParams } = new URL(path, 'http://localhost')
  const from = Number(searchParams.get('cursor') ?? 0)
  const to = from + Number(searchParams.get('limit'))
  const next = to < HOUSES.length ? String(to) : null
  const rows = HOUSES.slice(from, to).map(room)
  return Promise.resolve(new Response(JSON.stringify({ rows, next })))
}

function opened() {
  const scope = effectScope()
  scopes.push(scope)
  const list = scope.run(() => useFound(() => ROOMS, true))
  if (!list) throw new Error('the scope is over')
  return list
}

let told: () => Promise<unknown>

beforeEach(async () => {
  const { one } = await testPhone()
  vi.stubGlobal('fetch', answersHouses)
  told = () => one.replica.rows.bulkPut(HOUSES.map((id) => held('room', id, room(id))))
})
afterEach(async () => {
  for (const scope of scopes.splice(0)) scope.stop()
  await endPhone()
})

test('what the server showed stays on the screen when the phone is told its register', async () => {
  const list = opened()
  await vi.waitFor(() => expect(list.rows.value).toHaveLength(20))
  list.more()
  await vi.waitFor(() => expect(list.rows.value).toHaveLength(40))
  await told()

  await vi.waitFor(() => expect(list.isHere.value).toBe(true))
  expect(list.rows.value).toHaveLength(40)
})

test('a list left as the server showed it is as long when the phone holds it by then', async () => {
  const before = opened()
  await vi.waitFor(() => expect(before.rows.value).toHaveLength(20))
  before.more()
  await vi.waitFor(() => expect(before.rows.value).toHaveLength(40))
  before.leave()
  scopes.splice(0).forEach((scope) => scope.stop())
  await told()

  const after = opened()
  await vi.waitFor(() => expect(after.isHere.value).toBe(true))
  expect(after.rows.value).toHaveLength(40)
})
