import { nextTick, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import type { EventFilters } from '@/data/events'
import { Refusal } from '@/data/refusal'
import type { EventRow, Notice } from '@/data/types'
import { useQueue } from '@/features/command/desk/useQueue'
import { inScope } from '@/features/command/inScope'

const settled = () => new Promise((done) => setTimeout(done))
const row = (n: number) => ({ id: `e${n}`, state: 'REPORTED', light: 'GREEN' }) as EventRow

/** A city of `size` matters, newest first, answering as the server pages them. */
function city(size: number) {
  const asked: EventFilters[] = []
  let all = Array.from({ length: size }, (_, n) => row(n))
  const list = (filters: EventFilters) => {
    asked.push(filters)
    const from = filters.cursor ? Number(filters.cursor) : 0
    const until = from + (filters.limit ?? 20)
    const rows = all.slice(from, until)
    return Promise.resolve({ rows, next: until < all.length ? String(until) : null })
  }
  const add = (one: EventRow) => (all = [one, ...all])
  return { list, asked, add }
}

const queueOf = (filters: EventFilters, list: ReturnType<typeof city>['list']) => {
  const asking = shallowRef(filters)
  const queue = inScope(() => useQueue(asking, list))
  return { asking, ...queue }
}

test('more adds the next page', async () => {
  const { rows, more, hasMore } = queueOf({}, city(70).list)
  await settled()
  expect([rows.value.length, hasMore.value]).toEqual([50, true])

  await more()

  expect([rows.value.length, hasMore.value]).toEqual([70, false])
})

test('a refresh keeps as many rows as were loaded and brings what is new', async () => {
  const here = city(180)
  const { rows, more, refresh } = queueOf({}, here.list)
  await settled()
  await more()
  await more()
  here.add(row(999))

  await refresh()

  expect(rows.value[0]?.id).toBe('e999')
  expect(rows.value.length).toBe(150)
})

test('another question begins at its first page', async () => {
  const here = city(80)
  const { asking, rows, more } = queueOf({}, here.list)
  await settled()
  await more()

  asking.value = { level: 'STREET' }
  await nextTick()
  await settled()

  expect(here.asked.at(-1)).toEqual({ level: 'STREET', cursor: null, limit: 50 })
  expect(rows.value.length).toBe(50)
})

test('the answer to an older question is dropped', async () => {
  const answers: ((rows: EventRow[]) => void)[] = []
  const list = () =>
    new Promise<{ rows: EventRow[]; next: null }>((done) => {
      answers.push((rows) => done({ rows, next: null }))
    })
  const { asking, rows } = queueOf({}, list)
  asking.value = { level: 'CITY' }
  await nextTick()

  answers[1]?.([row(2)])
  answers[0]?.([row(1)])
  await settled()

  expect(rows.value.map(({ id }) => id)).toEqual(['e2'])
})

test('a notice corrects its row at once', async () => {
  const { rows, patch } = queueOf({}, city(2).list)
  await settled()

  patch({ subject: 'e1', state: 'FILED', state_label: '待派遣', light: 'RED' } as Notice)

  expect(rows.value.map(({ state, light }) => [state, light])).toEqual([
    ['REPORTED', 'GREEN'],
    ['FILED', 'RED'],
  ])
})

test('trouble is told and the rows stay', async () => {
  const here = city(3)
  let isDown = false
  const list = (filters: EventFilters) =>
    isDown ? Promise.reject(new Refusal('offline', '网络不通')) : here.list(filters)
  const { rows, trouble, refresh } = queueOf({}, list)
  await settled()

  isDown = true
  await refresh()

  expect(trouble.value?.message).toBe('网络不通')
  expect(rows.value.length).toBe(3)
})
