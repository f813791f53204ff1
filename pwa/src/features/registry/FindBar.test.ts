import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, defineComponent, h, type App } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import FindBar from '@/features/registry/FindBar.vue'

let arrive = (): void => undefined
let router: Router
let app: App
let looks = 0

/** The list, and a page whose code is still on its way. */
async function begin(): Promise<void> {
  const onLook = (): void => {
    looks += 1
    void router.replace({ query: { q: 'zs' } })
  }
  const list = defineComponent(
    () => () => h(FindBar, { modelValue: '', label: '查找人员', ask: '', onLook }),
  )
  const page = () => new Promise<typeof list>((done) => (arrive = () => done(list)))
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: list },
      { path: '/person', component: page },
    ],
  })
  app = createApp(() => h(RouterView)).use(router)
  app.mount(document.body)
  await router.isReady()
  looks = 0
}

beforeEach(async () => {
  await begin()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  app.unmount()
})

const typed = () => document.querySelector('input')?.dispatchEvent(new Event('input'))

test('what was typed is looked for a moment after the last key', async () => {
  typed()
  await vi.advanceTimersByTimeAsync(1000)

  expect(looks).toBe(1)
})

test('whoever taps what was found before that gets there, however slowly the page comes', async () => {
  typed()
  const going = router.push('/person')
  await vi.advanceTimersByTimeAsync(1000)
  arrive()
  await going

  expect(router.currentRoute.value.path).toBe('/person')
  expect(looks).toBe(0)
})
