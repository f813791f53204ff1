import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { useSaying } from '@/features/resident/useSaying'

const door = (...answers: (() => Response)[]) => {
  const ids: unknown[] = []
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    ids.push((init.headers as Record<string, string>)['Idempotency-Key'])
    const next = answers.shift()
    return next ? Promise.resolve(next()) : Promise.reject(new TypeError('Failed to fetch'))
  })
  return ids
}

const answer = (status: number, body: object) => () =>
  new Response(JSON.stringify(body), { status })

const saying = () =>
  effectScope().run(() => useSaying('event-1', 'reopen', { reason: '' })) ?? expect.fail('no scope')

async function patiently<T>(answering: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync()
  return answering
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  document.cookie = 'csrftoken=token-1'
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('what was said is forgotten once the server has it', async () => {
  door(answer(200, { id: 'event-1' }))
  const { said, submit } = saying()
  said.value = { reason: '又脏了' }

  expect(await patiently(submit())).toEqual({ id: 'event-1' })

  expect(said.value).toEqual({ reason: '' })
  expect(saying().said.value).toEqual({ reason: '' })
})

test('without a line the words stay, also for the next visit', async () => {
  door()
  const { said, trouble, submit } = saying()
  said.value = { reason: '又脏了' }

  expect(await patiently(submit())).toBeNull()

  expect(trouble.value).toContain('您填的还在')
  expect(saying().said.value).toEqual({ reason: '又脏了' })
})

test('a second try of the same words is the same command', async () => {
  const ids = door(answer(500, {}), answer(200, { id: 'event-1' }))
  const { said, submit } = saying()
  said.value = { reason: '又脏了' }

  await patiently(submit())
  await patiently(submit())

  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
})

test('a refusal is told in the server’s words', async () => {
  door(answer(409, { code: 'moved_on', message: '已经重新办理了' }))
  const { trouble, submit } = saying()

  await patiently(submit())

  expect(trouble.value).toBe('已经重新办理了')
})
