import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const LI = {
  account: { id: 1, name: '李小红', phone: '199****0001', postings: [] },
  demo: true,
  album: false,
  follows: [],
}
const NOBODY = { account: null, album: false, demo: true, follows: [] }

const answer = (status: number, body?: unknown): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), { status })

/** A page opened anew: nothing in memory, only what the phone keeps. */
async function openPage(network: () => Promise<Response>) {
  vi.resetModules()
  vi.stubGlobal('fetch', network)
  return await import('@/data/session')
}

const dead = () => Promise.reject(new TypeError('Failed to fetch'))

beforeEach(() => {
  document.cookie = 'csrftoken=t'
})
afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

test('whoever was signed in is there again without a line', async () => {
  const first = await openPage(() => Promise.resolve(answer(200, LI)))
  await first.loadSession()

  const second = await openPage(dead)
  expect(second.account.value).toBe(null)
  second.recallSession()

  expect(second.account.value?.name).toBe('李小红')
})

test('the server’s word counts more than the memory', async () => {
  localStorage.setItem('session', JSON.stringify(LI))
  const page = await openPage(() => Promise.resolve(answer(200, NOBODY)))
  page.recallSession()

  await page.loadSession()

  expect(page.account.value).toBe(null)
  expect(localStorage.getItem('session')).toBe(null)
})

test('an ended session is forgotten on this phone too', async () => {
  localStorage.setItem('session', JSON.stringify(LI))
  const page = await openPage(() => Promise.resolve(answer(401, { code: 'not_signed_in' })))
  page.recallSession()

  await page.devices().catch(() => undefined)

  expect(page.account.value).toBe(null)
  expect(localStorage.getItem('session')).toBe(null)
})
