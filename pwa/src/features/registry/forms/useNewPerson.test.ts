import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useNewPerson } from '@/features/registry/forms/useNewPerson'

beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 1000 }))
afterEach(() => {
  vi.useRealTimers()
  localStorage.clear()
  vi.unstubAllGlobals()
})

const HOUSE = { id: 'r1', rented: false, households: [], people: [] }

interface Sent {
  path: string
  id: string
  body: Record<string, unknown>
}

/** `fails` says for each path whether the answer is lost or refused. */
function server(fails: (path: string) => 'lost' | 'refused' | undefined): Sent[] {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (path === '/api/session/') return Promise.resolve(new Response('{}'))
    const headers = init.headers as Record<string, string>
    const body = JSON.parse(init.body as string) as Record<string, unknown>
    sent.push({ path, id: headers['Idempotency-Key'] ?? '', body })
    const how = fails(path)
    if (how === 'lost') return Promise.reject(new TypeError('Failed to fetch'))
    const status = how === 'refused' ? 400 : 201
    return Promise.resolve(new Response(JSON.stringify({ id: 'p9', version: 1 }), { status }))
  })
  return sent
}

test('the first one in an empty house is its head', async () => {
  const sent = server(() => undefined)
  const done = vi.fn()
  const form = useNewPerson(HOUSE, done)
  form.values.value.told = { name: '张三' }
  await form.submit()

  expect(sent.map(({ path, body }) => [path, body])).toEqual([
    ['/api/registry/people/', { name: '张三', room: 'r1', source: 'DOOR' }],
    ['/api/registry/households/', { room: 'r1', head: 'p9' }],
  ])
  expect(done).toHaveBeenCalledWith('已登记')
  expect(localStorage.length).toBe(0)
})

test('a line lost after the first step doubles nobody', async () => {
  let isLost = true
  const sent = server((path) => (path.includes('households') && isLost ? 'lost' : undefined))
  const done = vi.fn()
  const form = useNewPerson(HOUSE, done)
  form.values.value.told = { name: '张三' }
  await form.submit()
  expect(done).not.toHaveBeenCalled()

  isLost = false
  await form.submit()

  const added = sent.filter(({ path }) => path === '/api/registry/people/')
  expect(new Set(added.map(({ id }) => id)).size).toBe(1)
  expect(done).toHaveBeenCalledWith('已登记')
})

test('a later step that is refused is told, and the person stays on record', async () => {
  server((path) => (path.includes('add_tenure') ? 'refused' : undefined))
  const done = vi.fn()
  const form = useNewPerson(HOUSE, done)
  form.values.value.told = { name: '张三' }
  form.values.value.how = 'OWNER'
  await form.submit()

  expect(done).toHaveBeenCalledWith('已登记，但居住方式没有保存，请在人员页补上')
})

test('without a name nothing is sent', async () => {
  const sent = server(() => undefined)
  const form = useNewPerson(HOUSE, vi.fn())
  await form.submit()

  expect(sent).toEqual([])
  expect(form.wrong.value).toEqual({ name: '请填写姓名' })
})

test('in a shared flat somebody may join another household, begin one, or none', async () => {
  const shared = { ...HOUSE, households: [{ id: 'h1', head: 'p1', number: '' }] }
  const sent = server(() => undefined)
  const steps = async (household: string, kinship = ''): Promise<string[]> => {
    const form = useNewPerson(shared, vi.fn())
    form.values.value = { ...form.values.value, told: { name: '张三' }, household, kinship }
    await form.submit()
    return sent.splice(0).map(({ path }) => path.replace('/api/registry/', ''))
  }

  expect(await steps('h1', '2')).toEqual(['people/', 'people/p9/join/'])
  expect(await steps('new')).toEqual(['people/', 'households/'])
  expect(await steps('')).toEqual(['people/'])
})
