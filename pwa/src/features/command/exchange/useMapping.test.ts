import { expect, test } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import type { ImportRow, Preset } from '@/data/exchange'
import { useMapping } from '@/features/command/exchange/useMapping'
import { inScope } from '@/features/command/inScope'

const row = (mapping: Record<string, string>): ImportRow =>
  ({ id: 'a', titles: ['姓名', '号码', '备注'], mapping }) as unknown as ImportRow
const preset = {
  kind: 'PEOPLE',
  label: '实有人口',
  fields: [
    { name: 'name', title: '姓名', required: true },
    { name: 'doc', title: '证件号码', required: true },
    { name: 'note', title: '备注', required: false },
  ],
} as unknown as Preset

function made(mapping: Record<string, string>) {
  const held = shallowRef(row(mapping))
  const told = inScope(() =>
    useMapping(
      () => held.value,
      () => preset,
    ),
  )
  return { held, told }
}

test('what the server guessed is where one begins', () => {
  const { told } = made({ name: '姓名' })

  expect(told.missing.value.map(({ title }) => title)).toEqual(['证件号码'])
  expect(told.unused.value).toEqual(['号码', '备注'])
  expect(told.isSound.value).toBe(false)
})

test('a column is one field and a field one column', () => {
  const { told } = made({ name: '姓名' })
  told.choose('姓名', 'doc')
  expect(told.mapping.value).toEqual({ doc: '姓名' })

  told.choose('号码', 'doc')
  told.choose('姓名', 'name')
  expect(told.mapping.value).toEqual({ doc: '号码', name: '姓名' })
  expect(told.fieldOf.value.get('号码')).toBe('doc')
  expect(told.isSound.value).toBe(true)
})

test('a column can be left out again', () => {
  const { told } = made({ name: '姓名', doc: '号码', note: '备注' })
  told.choose('备注', null)

  expect(told.mapping.value).toEqual({ name: '姓名', doc: '号码' })
})

test('a refresh that says the same leaves what was chosen', async () => {
  const { held, told } = made({ name: '姓名' })
  told.choose('号码', 'doc')
  held.value = row({ name: '姓名' })
  await nextTick()

  expect(told.mapping.value.doc).toBe('号码')
})
