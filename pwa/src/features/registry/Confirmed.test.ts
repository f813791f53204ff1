import { afterEach, expect, test } from 'vitest'
import { createApp, h, type App } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { FieldSource } from '@/data/registry'
import RowTop from '@/features/registry/RowTop.vue'

const TWO_YEARS = 800 * 86_400_000
let app: App
afterEach(() => app.unmount())

function headWith(sources: FieldSource[]): string {
  const at = new Date(Date.now() - TWO_YEARS).toISOString()
  const row = { id: 'p1', source: 'DOOR' as const, confirmed_at: at, sources }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: RowTop }],
  })
  app = createApp(() => h(RowTop, { title: '张三', row })).use(router)
  app.mount(document.body)
  return document.querySelector('time')?.textContent ?? ''
}

test('where one field was looked at since, the head says that its day is that of the whole record', () => {
  const phone = { field: 'phone', source: 'DOOR' as const, confirmed_at: new Date().toISOString() }

  expect(headWith([phone])).toBe('整条2年前核实')
})

test('where no field is newer than the record there is no more to say', () => {
  expect(headWith([])).toBe('2年前核实')
})
