import { nextTick, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import { Refusal } from '@/data/refusal'
import type { AnyDetail, Kind } from '@/data/registryDesk'
import { inScope } from '@/features/command/inScope'
import { useRecord } from '@/features/command/registry/record/useRecord'

const settled = () => new Promise((done) => setTimeout(done))
const row = (id: string) => ({ id, version: 1 }) as unknown as AnyDetail

test('the answer for a row that was closed meanwhile is dropped', async () => {
  const answers = new Map<string, (row: AnyDetail) => void>()
  const ask = (_: Kind, id: string) => new Promise<AnyDetail>((done) => answers.set(id, done))
  const show = shallowRef<{ kind: Kind; id: string } | null>({ kind: 'people', id: 'a' })
  const { opened } = inScope(() => useRecord(show, ask))
  show.value = { kind: 'rooms', id: 'b' }
  await nextTick()

  answers.get('b')?.(row('b'))
  answers.get('a')?.(row('a'))
  await settled()

  expect([opened.value?.kind, opened.value?.row.id]).toEqual(['rooms', 'b'])
})

const lacksA = (_: Kind, id: string) =>
  id === 'a' ? Promise.reject(new Refusal('not_found', '没有这个人')) : Promise.resolve(row(id))

test('trouble with one row is gone with the next', async () => {
  const show = shallowRef<{ kind: Kind; id: string } | null>({ kind: 'people', id: 'a' })
  const { opened, trouble } = inScope(() => useRecord(show, lacksA))
  await settled()
  expect(trouble.value?.message).toBe('没有这个人')

  show.value = { kind: 'people', id: 'b' }
  await settled()
  expect([trouble.value, opened.value?.row.id]).toEqual([null, 'b'])

  show.value = null
  await settled()
  expect(opened.value).toBeNull()
})
