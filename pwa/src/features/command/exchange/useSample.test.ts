import { expect, test, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import type { ImportRow } from '@/data/exchange'
import { useSample } from '@/features/command/exchange/useSample'
import { inScope } from '@/features/command/inScope'

const row = (mapping: Record<string, string> = {}, id = 'a'): ImportRow =>
  ({ id, titles: ['姓名', '号码'], mapping }) as unknown as ImportRow
const settled = (): Promise<void> => new Promise((done) => setTimeout(done))

test('nothing is asked while nobody looks, and again when the columns mean something else', async () => {
  const held = shallowRef(row())
  const open = shallowRef(false)
  const ask = vi.fn(() => Promise.resolve([{ title: '姓名', values: ['张*丰'] }]))
  const columns = inScope(() =>
    useSample(
      () => held.value,
      () => open.value,
      ask,
    ),
  )
  expect(ask).not.toHaveBeenCalled()

  open.value = true
  await settled()
  expect(columns.value).toEqual([{ title: '姓名', values: ['张*丰'] }])
  held.value = row()
  await nextTick()
  expect(ask).toHaveBeenCalledTimes(1)
  held.value = row({ name: '姓名' })
  await nextTick()
  expect(ask).toHaveBeenCalledTimes(2)
})

test('a file that is gone leaves the titles; an answer that comes too late is not heard', async () => {
  const held = shallowRef(row())
  const ask = vi.fn(() => Promise.reject<never>(new Error('gone')))
  const columns = inScope(() =>
    useSample(
      () => held.value,
      () => true,
      ask,
    ),
  )
  held.value = row({}, 'b')
  await settled()

  expect(columns.value.map(({ title, values }) => [title, values])).toEqual([
    ['姓名', []],
    ['号码', []],
  ])
})
