import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { account, refreshSession } from '@/data/session'
import { usePassword } from '@/features/account/usePassword'

const LI = {
  id: 1,
  name: '李小红',
  phone: '138****5678',
  alias: 'm1',
  must_change: true,
  postings: [],
}
const GOOD = { old: 'old-2026-one', fresh: 'new-2026-one', again: 'new-2026-one' }

const answer = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status })

/** What was sent, and what was told in the end. */
async function changing(form: typeof GOOD, response: () => Response) {
  const network = vi.fn<(path: string, init: { body: string }) => Promise<Response>>(() =>
    Promise.resolve(response()),
  )
  vi.stubGlobal('fetch', network)
  const done = vi.fn()
  const password = usePassword(done)
  password.form.value = { ...form }
  await password.submit()
  return { ...password, done, sent: network.mock.calls.map(([, { body }]) => JSON.parse(body)) }
}

beforeEach(async () => {
  document.cookie = 'csrftoken=t'
  vi.stubGlobal('fetch', () =>
    Promise.resolve(answer(200, { account: LI, album: false, demo: false, follows: [] })),
  )
  await refreshSession()
})
afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

test.each([
  [{ old: '' }, { old: '请输入当前密码' }],
  [{ fresh: '' }, { fresh: '请输入新密码' }],
  [{ fresh: 'short1', again: 'short1' }, { fresh: '密码至少要10个字符。' }],
  [{ again: 'new-2026-two' }, { again: '两次输入的新密码不一致' }],
])('what can be seen here is not sent: %o', async (wrong, said) => {
  const { errors, sent, done } = await changing({ ...GOOD, ...wrong }, () => answer(200, {}))

  expect(errors.value).toEqual(said)
  expect(sent).toEqual([])
  expect(done).not.toHaveBeenCalled()
})

test.each([
  [0, '密码已修改，没有其他设备登录着'],
  [2, '密码已修改，其他2台设备已退出登录'],
])('a change tells how many devices were signed out: %i', async (devices_ended, said) => {
  const { form, sent, done } = await changing(GOOD, () => answer(200, { devices_ended }))

  expect(sent).toEqual([{ old: GOOD.old, new: GOOD.fresh }])
  expect(done).toHaveBeenCalledWith(said)
  expect(form.value).toEqual({ old: '', fresh: '', again: '' })
  expect(account.value?.must_change).toBe(false)
})

test('what the server finds wrong stands at its field', async () => {
  const message = '当前密码不正确，还可以再试4次'
  const body = { code: 'invalid', message, field: 'old', errors: { old: [message] } }

  const { errors, refusal, form, done } = await changing(GOOD, () => answer(400, body))

  expect(errors.value.old).toBe(message)
  expect(refusal.value).toBe('')
  expect(form.value).toEqual(GOOD)
  expect(done).not.toHaveBeenCalled()
})

test('any other no is told above the button', async () => {
  const message = '演示账号供大家试用，不能修改密码；正式账号可以修改'
  const body = { code: 'not_yours', message, field: '', errors: {} }

  const { refusal, done } = await changing(GOOD, () => answer(403, body))

  expect(refusal.value).toBe(message)
  expect(done).not.toHaveBeenCalled()
})
