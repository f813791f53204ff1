import { nextTick, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import type { AnyRow } from '@/data/registryDesk'
import { inScope } from '@/features/command/inScope'
import { MOST, useChosen } from '@/features/command/registry/list/useChosen'
import type { Question } from '@/features/command/registry/list/useRows'

const row = (n: number) => ({ id: `r${n}` }) as AnyRow
const many = (size: number) => Array.from({ length: size }, (_, n) => row(n))

function choosing(size: number) {
  const rows = shallowRef(many(size))
  const question = shallowRef<Question>({ kind: 'rooms', filters: {} })
  return { rows, question, ...inScope(() => useChosen(rows, question)) }
}

test('all that is listed is chosen at once, and again none', () => {
  const { many: count, hasAll, toggleAll, toggle } = choosing(7)
  toggleAll()
  expect([count.value, hasAll.value]).toEqual([7, true])
  toggle(row(3))
  expect([count.value, hasAll.value]).toEqual([6, false])
  toggleAll()
  toggleAll()
  expect(count.value).toBe(0)
})

test('no more than five hundred', () => {
  const { rows, many: count, isFull, toggleAll, toggle } = choosing(MOST + 20)
  toggleAll()
  expect([count.value, isFull.value]).toEqual([MOST, true])
  toggle(rows.value[MOST + 1] ?? row(0))
  expect(count.value).toBe(MOST)
  toggle(row(0))
  expect(count.value).toBe(MOST - 1)
})

test('another question begins with none', async () => {
  const { question, many: count, toggleAll } = choosing(3)
  toggleAll()
  question.value = { kind: 'people', filters: {} }
  await nextTick()
  expect(count.value).toBe(0)
})
