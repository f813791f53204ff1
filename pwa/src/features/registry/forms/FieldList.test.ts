import { afterEach, expect, test } from 'vitest'
import { createApp, h, nextTick, shallowRef, type App } from 'vue'
import FieldList from '@/features/registry/forms/FieldList.vue'
import type { Field } from '@/features/registry/forms/fields'

const FIELDS: Field[] = [
  { name: 'name', label: '姓名', kind: 'text' },
  { name: 'work_place', label: '工作单位', kind: 'text', more: true },
]

let app: App | null = null
afterEach(() => {
  app?.unmount()
  document.body.innerHTML = ''
})

function shown(first: Record<string, string>) {
  const wrong = shallowRef(first)
  app = createApp(() => h(FieldList, { fields: FIELDS, wrong: wrong.value, modelValue: {} }))
  document.body.innerHTML = '<form class="form"></form>'
  app.mount('.form')
  return wrong
}

const labels = (): string[] => [...document.querySelectorAll('label')].map((one) => one.innerText)
const focused = (): string | null => document.activeElement?.getAttribute('placeholder') ?? null

test('what waits behind 更多 is not shown until somebody asks', () => {
  shown({})
  expect(labels()).toEqual(['姓名'])
})

test('a field that is wrong when the form opens is unfolded and gone to', () => {
  shown({ work_place: '太长了' })

  expect(labels()).toEqual(['姓名', '工作单位'])
  expect(document.querySelector('[role="alert"]')?.textContent).toBe('太长了')
  expect(focused()).toBe('请填写工作单位')
})

test('it stays there while it is put right', async () => {
  const wrong = shown({})
  wrong.value = { work_place: '太长了' }
  await nextTick()
  expect(focused()).toBe('请填写工作单位')

  wrong.value = {}
  await nextTick()
  expect(focused()).toBe('请填写工作单位')
})
