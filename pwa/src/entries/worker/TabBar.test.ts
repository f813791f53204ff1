import { afterEach, expect, test } from 'vitest'
import { createApp, defineComponent, h, type App } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import TabBar from '@/entries/worker/TabBar.vue'
import { onTapAgain } from '@/features/shell/tapAgain'

let app: App
let begun = 0
afterEach(() => app.unmount())

async function openAt(path: string) {
  const report = defineComponent(() => {
    onTapAgain('/report', () => (begun += 1))
    return () => h('p')
  })
  const other = defineComponent(() => () => h('p'))
  const routes = [
    { path: '/report', component: report },
    { path: '/:rest(.*)*', component: other },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(path)
  app = createApp(() => [h(RouterView), h(TabBar)]).use(router)
  app.mount(document.body)
  begun = 0
  return router
}

const tap = async (to: string): Promise<void> => {
  document.querySelector<HTMLElement>(`.tabs a[href="${to}"]`)?.click()
  await new Promise((done) => setTimeout(done))
}

test('the tab of the page that is open tells it to begin anew', async () => {
  await openAt('/report')
  await tap('/report')
  await tap('/report')

  expect(begun).toBe(2)
})

test('a tab that leads elsewhere begins nothing anew', async () => {
  const router = await openAt('/')
  await tap('/report')
  expect(router.currentRoute.value.path).toBe('/report')
  await tap('/events')

  expect(begun).toBe(0)
})
