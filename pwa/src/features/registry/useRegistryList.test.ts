import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetSession, signIn } from '@/data/session'
import { useRegistryList, type Asked } from '@/features/registry/useRegistryList'

const ROOMS: Asked = { kind: 'rooms', words: '', tag: '', byName: false }
const asked: string[] = []

function at(kind: 'grid' | 'division'): Promise<unknown> {
  const posting = { role: 'WORKER', at_kind: kind, at_id: 7 }
  vi.stubGlobal('fetch', (path: string) => {
    const session = {
      account: { id: 1, postings: [posting] },
      album: false,
      demo: false,
      follows: [],
    }
    if (path === '/api/session/') return Promise.resolve(new Response(JSON.stringify(session)))
    asked.push(path)
    const page = { rows: [{ id: 'r1' }], next: null }
    return Promise.resolve(new Response(JSON.stringify(page)))
  })
  return signIn('19900000001', 'x')
}

beforeEach(() => asked.splice(0))
afterEach(() => {
  forgetSession()
  localStorage.clear()
  vi.unstubAllGlobals()
})

test('a worker is shown first who was not seen for longest', async () => {
  await at('grid')
  await useRegistryList(() => ROOMS).restart()

  expect(asked[0]).toContain('order=CONFIRMED')
})

test.each([
  ['who asks for the order of doors', { ...ROOMS, byName: true }],
  ['who looks for somebody by name', { ...ROOMS, kind: 'people' as const, words: '张' }],
])('%s is given the usual order', async (_, what) => {
  await at('grid')
  await useRegistryList(() => what).restart()

  expect(asked[0]).not.toContain('order=')
})

test('who sees whole divisions is not sorted for', async () => {
  await at('division')
  await useRegistryList(() => ROOMS).restart()

  expect(asked[0]).not.toContain('order=')
})

test('the list that was left is there again, once, and only under the same question', async () => {
  await at('grid')
  const first = useRegistryList(() => ROOMS, true)
  await first.restart()
  first.leave()
  // A search in a sheet of another page is no coming back.
  expect(useRegistryList(() => ROOMS).isBack).toBe(false)

  const again = useRegistryList(() => ROOMS, true)
  expect(again.rows.value).toEqual([{ id: 'r1' }])
  again.leave()
  expect(useRegistryList(() => ({ ...ROOMS, tag: 'rented' }), true).rows.value).toEqual([])
})

test('whoever comes back without having opened anything more keeps the list for the next time', async () => {
  await at('grid')
  const first = useRegistryList(() => ROOMS, true)
  await first.restart()
  first.leave()
  useRegistryList(() => ROOMS, true).leave()

  expect(useRegistryList(() => ROOMS, true).isBack).toBe(true)
})
