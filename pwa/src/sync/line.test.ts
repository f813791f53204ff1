import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { askByFetch, bodyOf, type Trouble } from '@/sync/line'

beforeEach(() => {
  document.cookie = 'csrftoken=t'
})
afterEach(() => void vi.unstubAllGlobals())

const answering = (response: () => Promise<Response>) => vi.stubGlobal('fetch', response)

async function troubleAt(status: number, body: unknown = {}, headers = {}): Promise<Trouble> {
  answering(() => Promise.resolve(new Response(JSON.stringify(body), { status, headers })))
  const answer = await askByFetch({ method: 'POST', path: '/api/sync/push/', body: {} })
  try {
    bodyOf(answer)
  } catch (error) {
    return error as Trouble
  }
  throw new Error('no trouble')
}

test('an answer cut off in the middle is no answer', async () => {
  answering(() => Promise.resolve(new Response('{"outcomes":[{"id"', { status: 200 })))

  await expect(askByFetch({ method: 'GET', path: '/x' })).rejects.toMatchObject({ kind: 'line' })
})

test('a line that says nothing is given up', async () => {
  vi.stubGlobal(
    'fetch',
    (_: string, { signal }: RequestInit) =>
      new Promise((_done, fail) =>
        signal?.addEventListener('abort', () => fail(new Error('aborted'))),
      ),
  )

  const asked = askByFetch({ method: 'GET', path: '/x', patience: 5 })

  await expect(asked).rejects.toMatchObject({ kind: 'line' })
})

test.each([
  [401, 'signed_out'],
  [403, 'forbidden'],
  [413, 'refused'],
  [426, 'too_old'],
  [429, 'busy'],
  [500, 'broken'],
  [502, 'line'],
])('%i means %s', async (status, kind) => {
  expect((await troubleAt(status)).kind).toBe(kind)
})

test('the server may ask to be left alone for a while', async () => {
  expect((await troubleAt(429, {}, { 'Retry-After': '30' })).pause).toBe(30_000)
})

test('another person’s session sends nothing of mine', async () => {
  expect((await troubleAt(409, { code: 'other_account' })).kind).toBe('signed_out')
})

test('an answer in lines is told line by line, wherever it was cut into parts', async () => {
  const bytes = new TextEncoder().encode('{"a":"网"}\n{"b":2}\n{"cut')
  const parts = [...bytes].map((byte) => new Uint8Array([byte]))
  const body = new ReadableStream({
    pull(way) {
      const part = parts.shift()
      if (part) way.enqueue(part)
      else way.close()
    },
  })
  answering(() => Promise.resolve(new Response(body)))
  const lines: unknown[] = []

  await askByFetch({ method: 'GET', path: '/x', onLine: (line) => lines.push(line) })

  expect(lines).toEqual([{ a: '网' }, { b: 2 }])
})
