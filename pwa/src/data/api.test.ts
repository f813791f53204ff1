import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { get, search, send, whenSignedOut } from '@/data/api'
import { Refusal } from '@/data/refusal'

const answer = (status: number, body?: unknown): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), { status })

type Answer = () => Response | Promise<Response>

/** A network that gives these answers, one after the other. */
function line(...answers: Answer[]) {
  const asked: { path: string; init: RequestInit }[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, init })
    const next = answers.shift()
    if (!next) throw new Error(`not expected: ${path}`)
    return next()
  })
  return asked
}

const dead: Answer = () => Promise.reject(new TypeError('Failed to fetch'))
/** Waits out every pause between two tries. */
async function patiently<T>(answering: Promise<T>): Promise<T> {
  answering.catch(() => undefined)
  await vi.runAllTimersAsync()
  return answering
}

const header = (init: RequestInit | undefined, name: string): string | undefined =>
  (init?.headers as Record<string, string> | undefined)?.[name]

beforeEach(() => {
  vi.useFakeTimers()
  document.cookie = 'csrftoken=token-1'
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a command carries the CSRF token and its own id', async () => {
  const asked = line(() => answer(201, { ok: true }))

  await send('/api/events/', { text: '井盖' }, { id: 'id-1' })

  const init = asked[0]?.init
  expect(header(init, 'X-CSRFToken')).toBe('token-1')
  expect(header(init, 'Idempotency-Key')).toBe('id-1')
  expect(init?.body).toBe('{"text":"井盖"}')
})

test('a lost answer is asked for again under the same id', async () => {
  const asked = line(
    dead,
    () => answer(503),
    () => answer(200, { number: 'A1' }),
  )

  expect(await patiently(send('/api/events/', {}))).toEqual({ number: 'A1' })

  const ids = asked.map(({ init }) => header(init, 'Idempotency-Key'))
  expect(asked).toHaveLength(3)
  expect(new Set(ids).size).toBe(1)
  expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
})

test('two commands have two ids', async () => {
  const asked = line(
    () => answer(200, {}),
    () => answer(200, {}),
  )

  await send('/api/a/')
  await send('/api/b/')

  expect(new Set(asked.map(({ init }) => header(init, 'Idempotency-Key'))).size).toBe(2)
})

test('a dead line ends in a refusal that says so', async () => {
  line(dead, dead, dead)

  const refusal = await patiently(get('/api/events/')).catch((error: unknown) => error)

  expect(refusal).toBeInstanceOf(Refusal)
  expect(refusal).toMatchObject({
    code: 'offline',
    offline: true,
    message: '网络不通，请检查网络后再试',
  })
})

test('a refusal keeps the words of the server and what goes with them', async () => {
  line(() =>
    answer(409, {
      code: 'moved_on',
      message: '已被别人受理',
      state: 'ACCEPTED',
      state_label: '已受理',
    }),
  )

  await expect(send('/api/events/1/accept/')).rejects.toMatchObject({
    code: 'moved_on',
    message: '已被别人受理',
    more: { state: 'ACCEPTED', state_label: '已受理' },
  })
})

test('field errors are told by field', async () => {
  line(() => answer(400, { code: 'invalid', message: '请填写原因', field: 'reason', errors: {} }))

  await expect(send('/api/events/1/refuse/')).rejects.toMatchObject({
    errors: { reason: ['请填写原因'] },
  })
})

test.each([
  [401, 'signed_out'],
  [413, 'too_large'],
  [429, 'too_many'],
  [500, 'broken'],
])('status %i without a readable body is still explained', async (status, code) => {
  line(() => new Response('<html>', { status }))

  const refusal = (await get('/api/x/').catch((error: unknown) => error)) as Refusal

  expect(refusal.code).toBe(code)
  expect(refusal.message).toMatch(/[一-龥]{4,}/)
})

test('an ended session is told to whoever keeps it', async () => {
  const told = vi.fn()
  whenSignedOut(told)
  line(() => answer(401, { code: 'not_signed_in', message: '请先登录' }))

  await expect(get('/api/events/')).rejects.toMatchObject({ message: '请先登录' })

  expect(told).toHaveBeenCalledTimes(1)
})

test('a query leaves out what is empty', () => {
  expect(search({ scope: 'mine', state: ['A', 'B'], q: '', cursor: null, open: 1, none: [] })).toBe(
    '?scope=mine&state=A%2CB&open=1',
  )
})
