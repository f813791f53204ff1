import { afterEach, expect, test, vi } from 'vitest'
import { ref } from 'vue'
import type { PersonDetail } from '@/data/registry'
import { useEdit } from '@/features/registry/forms/useEdit'

afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

const GOOD = '11010519491231002X'
const person = {
  id: 'p1',
  version: 4,
  name: '张三',
  sex: '1',
  born_on: '1980-05-01',
  phone: '138****5678',
}

function opened(answer: { status: number; body: object }) {
  const sent: Record<string, unknown>[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (path === '/api/session/') return Promise.resolve(new Response('{}'))
    sent.push(JSON.parse(init.body as string) as Record<string, unknown>)
    return Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status }))
  })
  const row = ref(person as PersonDetail)
  const ends = { done: vi.fn(), movedOn: vi.fn() }
  return { form: useEdit('people', row, ends), sent, row, ends }
}

const FINE = { status: 200, body: { id: 'p1', version: 5 } }

test('only what was changed is sent, with the version it was read in', async () => {
  const { form, sent, ends } = opened(FINE)
  form.told.value = { ...form.told.value, phone: '13800138000' }
  await form.submit()

  expect(sent).toEqual([{ phone: '13800138000', source: 'DOOR', version: 4 }])
  expect(ends.done).toHaveBeenCalled()
})

test('birth and sex are left to the number that says them', async () => {
  const { form, sent } = opened(FINE)
  form.told.value = { ...form.told.value, sex: '2', document: GOOD }
  await form.submit()

  expect(sent[0]).toEqual({ document: GOOD, source: 'DOOR', version: 4 })
})

test('a wrong number is not sent', async () => {
  const { form, sent } = opened(FINE)
  form.told.value = { ...form.told.value, document: '110105194912310021' }
  await form.submit()

  expect(sent).toEqual([])
  expect(form.wrong.value.document).toContain('校验位')
})

test('what somebody else changed meanwhile shows through, and what I typed stays', async () => {
  const { form, row, ends } = opened({
    status: 409,
    body: { code: 'MOVED_ON', message: '刚改过', version: 5 },
  })
  form.told.value = { ...form.told.value, phone: '13800138000' }
  await form.submit()
  expect(ends.movedOn).toHaveBeenCalled()

  row.value = { ...row.value, name: '张三丰', version: 5 }
  expect(form.told.value).toMatchObject({ name: '张三丰', phone: '13800138000' })
})

test('nothing changed is nothing sent', async () => {
  const { form, sent, ends } = opened(FINE)
  await form.submit()

  expect(sent).toEqual([])
  expect(ends.done).toHaveBeenCalled()
})
