import { afterEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import { offline, Refusal } from '@/data/refusal'
import { useKept, type IdFor } from '@/features/registry/useKept'

afterEach(() => localStorage.clear())

const BLANK = { name: '' }

test('what was typed is there again after the page was closed', () => {
  useKept('p1', BLANK, () => Promise.resolve()).values.value.name = '张三'

  const again = useKept('p1', BLANK, () => Promise.resolve())

  expect(again.values.value).toEqual({ name: '张三' })
  expect(again.isRecovered.value).toBe(true)
})

test('a lost answer is asked for again under the same id, also after the page was closed', async () => {
  const ids: string[] = []
  const lost = (told: object, idFor: IdFor): Promise<void> => {
    ids.push(idFor('add', told))
    return Promise.reject(offline())
  }
  const form = useKept('p1', BLANK, lost)
  form.values.value.name = '张三'
  await form.submit()
  await form.submit()
  await useKept('p1', BLANK, lost).submit()

  expect(new Set(ids).size).toBe(1)
  expect(form.values.value.name).toBe('张三')
})

test('what was done is forgotten with its ids', async () => {
  const form = useKept('p1', BLANK, (told, idFor) => {
    idFor('add', told)
    return Promise.resolve()
  })
  form.values.value.name = '张三'
  await form.submit()
  await nextTick()

  expect(localStorage.length).toBe(0)
})

test('a refusal is told at its field', async () => {
  const refused = new Refusal('invalid', '电话号码不正确', { phone: ['电话号码不正确'] })
  const form = useKept('p1', BLANK, () => Promise.reject(refused))
  await form.submit()

  expect(form.wrong.value).toEqual({ phone: '电话号码不正确' })
})

test('pressing twice sends once', async () => {
  let sent = 0
  const form = useKept('p1', BLANK, () => {
    sent += 1
    return Promise.resolve()
  })
  await Promise.all([form.submit(), form.submit()])

  expect(sent).toBe(1)
})
