import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AnyDetail } from '@/data/registryDesk'
import {
  bodyOf,
  lackingIn,
  movedOn,
  saysNothing,
  shownFields,
  type Deed,
  type Field,
  type Values,
} from '@/features/command/registry/deeds/deed'

const FIELDS: Field[] = [
  { name: 'name', label: '姓名', kind: 'text', required: true },
  { name: 'born_on', label: '出生日期', kind: 'date' },
  { name: 'marriage', label: '婚姻状况', kind: 'choice', list: 'MARRIAGE' },
  { name: 'work_place', label: '工作单位', kind: 'text' },
]
const to = { kind: 'people', id: 'p1', verb: 'correct' } as const
const correcting = (begun: Values): Deed => ({
  label: '更正',
  title: '更正',
  to,
  fields: FIELDS,
  begun,
  corrects: true,
})

const text = fc.string({ maxLength: 6 }).map((words) => words.trim())
const filled = fc.record({
  name: text,
  born_on: fc.option(fc.constantFrom('1980-05-01', '1999-12-31')),
  marriage: fc.constantFrom('', '10', '20'),
  work_place: text,
})

test('a correction sends exactly what differs, with the version that was read', () => {
  fc.assert(
    fc.property(filled, filled, fc.nat(), (begun, values, version) => {
      const body = bodyOf(correcting(begun), values, version)
      const { version: sent, ...changed } = body
      expect(sent).toBe(version)
      expect({ ...begun, ...changed }).toEqual(values)
      for (const [name, value] of Object.entries(changed))
        expect(value).not.toBe(begun[name as keyof typeof begun])
    }),
  )
})

test('blanks around a word are no change', () => {
  const deed = correcting({ name: '张三', born_on: null, marriage: '', work_place: '' })
  const values = { name: ' 张三 ', born_on: null, marriage: '', work_place: '  ' }
  expect(saysNothing(deed, values)).toBe(true)
  expect(saysNothing(deed, { ...values, whole: true })).toBe(false)
})

test('a date is emptied by null, a text by nothing', () => {
  const deed = correcting({ name: '张三', born_on: '1980-05-01', marriage: '10', work_place: '' })
  const values = { name: '张三', born_on: null, marriage: null, work_place: '' }
  expect(bodyOf(deed, values, 3)).toEqual({ born_on: null, marriage: '', version: 3 })
})

test('other deeds leave out what was not filled in, and what does not belong to the answer', () => {
  const deed: Deed = {
    ...correcting({}),
    corrects: false,
    fields: [
      { name: 'kind', label: '类别', kind: 'choice', required: true },
      {
        name: 'inflow',
        label: '流入原因',
        kind: 'choice',
        when: ({ kind }) => kind === 'FLOATING',
      },
      { name: 'note', label: '备注', kind: 'text' },
    ],
  }
  const values = { kind: 'DISABLED', inflow: '01', note: '' }
  expect(shownFields(deed, values).map(({ name }) => name)).toEqual(['kind', 'note'])
  expect(bodyOf(deed, values, 1)).toEqual({ kind: 'DISABLED', version: 1 })
  expect(lackingIn(deed, { kind: null })).toEqual({ kind: '请选择类别' })
})

test('what somebody else changed is named with its new words', () => {
  const before = { name: '张*', marriage: '10', work_place: '', labels: { marriage: '未婚' } }
  const after = { ...before, marriage: '20', work_place: '二中', labels: { marriage: '已婚' } }
  const moved = movedOn(FIELDS, before as unknown as AnyDetail, after as unknown as AnyDetail)
  expect(moved.map(({ label, now }) => [label, now])).toEqual([
    ['婚姻状况', '已婚'],
    ['工作单位', '二中'],
  ])
})
