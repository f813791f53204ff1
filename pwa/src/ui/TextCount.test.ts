import { afterEach, expect, test } from 'vitest'
import { createApp, h, nextTick, shallowRef, type App } from 'vue'
import TextCount from '@/ui/TextCount.vue'

let app: App | null = null
afterEach(() => app?.unmount())

const seen = (): string | undefined => document.querySelector('[aria-hidden]')?.textContent
const heard = (): string | undefined => document.querySelector('[role="status"]')?.textContent

test('it is silent until the last tenth, counts there, and is read aloud twice', async () => {
  const long = shallowRef(1799)
  app = createApp(() => h(TextCount, { text: '字'.repeat(long.value), most: 2000 }))
  app.mount(document.body)
  expect([seen(), heard()]).toEqual([undefined, ''])

  long.value = 1800
  await nextTick()
  expect([seen(), heard()]).toEqual(['1800/2000', '最多2000字，快写满了'])

  long.value = 1980
  await nextTick()
  expect([seen(), heard()]).toEqual(['1980/2000', '最多2000字，快写满了'])

  long.value = 2000
  await nextTick()
  expect([seen(), heard()]).toEqual(['已写满 2000/2000', '已写满2000字，再写的不会记下'])
})
