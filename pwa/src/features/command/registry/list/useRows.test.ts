import fc from 'fast-check'
import { nextTick, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import { Refusal } from '@/data/refusal'
import type { AnyRow } from '@/data/registryDesk'
import type { Page } from '@/data/types'
import { inScope } from '@/features/command/inScope'
import { PAGE, useRows, type Question } from '@/features/command/registry/list/useRows'

const settled = () => new Promise((done) => setTimeout(done))
const row = (id: string) => ({ id }) as AnyRow
const PEOPLE: Question = { kind: 'people', filters: {} }
const ROOMS: Question = { kind: 'rooms', filters: {} }

function town(size: number) {
  const asked: object[] = []
  const list = (kind: string, told: { cursor?: string | null; limit?: number }) => {
    asked.push({ kind, ...told })
    const from = Number(told.cursor ?? 0)
    const until = Math.min(size, from + (told.limit ?? 50))
    const rows = Array.from({ length: until - from }, (_, n) => row(`${kind}${from + n}`))
    return Promise.resolve({ rows, next: until < size ? String(until) : null })
  }
  return { asked, list }
}

test('each row of a town comes once, a hundred at a time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 420 }), async (size) => {
      const { list, asked } = town(size)
      const { rows, more, hasMore } = inScope(() => useRows(shallowRef(PEOPLE), list))
      await settled()
      while (hasMore.value) await more()
      expect(new Set(rows.value.map(({ id }) => id)).size).toBe(size)
      expect(rows.value.length).toBe(size)
      expect(asked.length).toBe(Math.max(1, Math.ceil(size / PAGE)))
    }),
    { numRuns: 20 },
  )
})

test('the answer to an older question is dropped, whichever comes first', async () => {
  const answers: ((page: Page<AnyRow>) => void)[] = []
  const list = () => new Promise<Page<AnyRow>>((done) => answers.push(done))
  const question = shallowRef(PEOPLE)
  const { rows } = inScope(() => useRows(question, list))
  question.value = { kind: 'people', filters: { q: '张' } }
  await nextTick()

  answers[1]?.({ rows: [row('new')], next: null })
  answers[0]?.({ rows: [row('old')], next: null })
  await settled()

  expect(rows.value.map(({ id }) => id)).toEqual(['new'])
})

test('rows of another kind are gone before the new ones come', async () => {
  const { list } = town(3)
  const silent: typeof list = (kind, told) =>
    kind === 'rooms' ? new Promise(() => undefined) : list(kind, told)
  const question = shallowRef<Question>(PEOPLE)
  const { rows, busy } = inScope(() => useRows(question, silent))
  await settled()
  question.value = ROOMS
  await nextTick()
  expect([rows.value, busy.value]).toEqual([[], true])
})

test('a question that is refused shows no rows of another one', async () => {
  const { list } = town(2)
  const strict: typeof list = (kind, told) =>
    'q' in told ? Promise.reject(new Refusal('invalid', '只能在本网格内查询')) : list(kind, told)
  const question = shallowRef(PEOPLE)
  const { rows, trouble } = inScope(() => useRows(question, strict))
  await settled()
  question.value = { kind: 'people', filters: { q: '1234' } }
  await settled()
  expect([rows.value, trouble.value?.message]).toEqual([[], '只能在本网格内查询'])
})

test('without a line trouble is told, the rows stay and one may try again', async () => {
  const { list } = town(2)
  let isDown = false
  const shaky: typeof list = (kind, told) =>
    isDown ? Promise.reject(new Refusal('offline', '网络不通')) : list(kind, told)
  const { rows, trouble, again } = inScope(() => useRows(shallowRef(PEOPLE), shaky))
  await settled()
  isDown = true
  await again()
  expect([trouble.value?.message, rows.value.length]).toEqual(['网络不通', 2])
  isDown = false
  await again()
  expect(trouble.value).toBeNull()
})
