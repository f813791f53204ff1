import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, h, type App } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import RegistryPage from '@/features/registry/RegistryPage.vue'
import { endPhone, held, testPhone } from '@/features/registry/testPhone'

const NUMBER = '13912345672'
const ROW = { roles: [], tenures: [], visits: [], labels: {}, confirmed_at: '2026-03-01T00:00:00Z' }
const KIN = { ...ROW, name: '李四', initials: 'ls', phone: '139****5672' }
const FOUND = { ...ROW, id: 'p9', name: '张三', initials: 'zs', phone: '139****5672' }

let app: App
let asked: string[]

function answers(path: string): Promise<Response> {
  const { pathname, searchParams } = new URL(path, 'http://localhost')
  const q = searchParams.get('q')
  if (q !== null) asked.push(q)
  const body = pathname.endsWith('/counts/') ? {} : { rows: [FOUND], next: null }
  return Promise.resolve(new Response(JSON.stringify(body)))
}

async function open(): Promise<void> {
  const routes = [
    { path: '/registry', component: RegistryPage },
    { path: '/:rest(.*)*', component: RegistryPage },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/registry?of=people')
  app = createApp(() => h(RouterView)).use(router)
  app.mount(document.body)
  await vi.waitFor(() => expect(shown()).toContain('李四'))
}

const shown = (): string => document.body.textContent
function type(words: string): void {
  const input = document.querySelector('input')
  if (!input) throw new Error('there is nowhere to type')
  input.value = words
  input.dispatchEvent(new Event('input'))
}
const aMoment = (): Promise<void> => new Promise((done) => setTimeout(done, 20))

beforeEach(async () => {
  asked = []
  const { one } = await testPhone()
  await one.replica.rows.put(held('person', 'p1', KIN))
})
afterEach(async () => {
  app.unmount()
  await endPhone()
})

test('a full number is looked up at the server once, a moment after its last digit', async () => {
  vi.stubGlobal('fetch', answers)
  await open()
  type('5672')
  await vi.waitFor(() => expect(shown()).toContain('找到1人'))
  type(NUMBER)
  await aMoment()
  expect(shown()).toContain('李四')

  await vi.waitFor(() => expect(shown()).toContain('张三'))
  expect(asked).toEqual([NUMBER])
}, 5000)

test('without a line it is said that a full number needs one, and not that nobody has it', async () => {
  await open()
  type('110105194912310021')

  await vi.waitFor(() => expect(shown()).toContain('完整号码要联网查'), 4000)
  expect(shown()).not.toContain('没有找到')
  expect(shown()).not.toContain('找到0人')
}, 5000)
