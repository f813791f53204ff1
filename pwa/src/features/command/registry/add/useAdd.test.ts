import { nextTick } from 'vue'
import { expect, test } from 'vitest'
import { offline, Refusal } from '@/data/refusal'
import type { Kind, tell } from '@/data/registryDesk'
import { inScope } from '@/features/command/inScope'
import { useAdd } from '@/features/command/registry/add/useAdd'
import type { Values } from '@/features/command/registry/deeds/deed'

const SPOT = { lon: 111.2, lat: 30.7 }

function form(kind: Kind, answers: (Refusal | string)[] = [], given: Values = {}) {
  const sent: { body: Record<string, unknown>; id: string }[] = []
  const send = ((_: object, body: Record<string, unknown>, id: string) => {
    sent.push({ body, id })
    const answer = answers.shift() ?? 'new'
    return typeof answer === 'string'
      ? Promise.resolve({ id: answer, version: 1 })
      : Promise.reject(answer)
  }) as typeof tell
  return { sent, ...inScope(() => useAdd(kind, given, send)) }
}

test('what is lacking is said before anything is sent', async () => {
  const { sent, errors, submit, clear } = form('organisations')
  clear()
  expect(await submit()).toBeNull()
  expect(Object.keys(errors.value)).toEqual(['name', 'address', 'spot'])
  expect(sent).toEqual([])
})

test('only what was filled in is sent, the place as two numbers, and nobody for an empty line', async () => {
  const { sent, values, submit, clear } = form('organisations')
  clear()
  Object.assign(values.value, { name: ' 面馆 ', address: '一路1号', spot: SPOT })
  expect(await submit()).toBe('new')
  expect(sent[0]?.body).toEqual({
    name: '面馆',
    address: '一路1号',
    ...SPOT,
    people: [],
    source: 'DOOR',
  })
})

test('a citizen’s number says when its holder was born and of which sex', async () => {
  const { values, errors, sent, submit, clear } = form('people', [], { room: 'r1' })
  clear()
  values.value.document = '11010519491231002X'
  await nextTick()
  expect(values.value).toMatchObject({ born_on: '1949-12-31', sex: '2' })

  Object.assign(values.value, { name: '王五', document: '110105194912310021', phone: '12' })
  await submit()
  expect(Object.keys(errors.value)).toEqual(['document', 'phone'])
  expect(sent).toEqual([])
})

test('somebody without a fixed home is put on the map instead', async () => {
  const { values, sent, errors, submit, clear } = form('people')
  clear()
  values.value.name = '王五'
  await submit()
  expect(errors.value).toEqual({ spot: '请在地图上选点' })
  values.value.spot = SPOT
  await submit()
  expect(sent[0]?.body).toEqual({ name: '王五', doc_kind: '111', ...SPOT, source: 'DOOR' })
})

test.each([
  new Refusal('conflict', '已经登记过', { uscc: ['已经登记过'] }, { known: 'p9' }),
  new Refusal('too_many', '操作太频繁'),
  new Refusal('broken', '系统暂时出错'),
])('a no costs nothing of what was typed: $code', async (why) => {
  const first = form('organisations', [why])
  first.clear()
  Object.assign(first.values.value, { name: '面馆', address: '一路1号', spot: SPOT })
  await first.submit()
  expect(first.refusal.value?.message).toBe(why.message)
  await nextTick()

  const again = form('organisations')
  expect(again.values.value).toMatchObject({ name: '面馆', address: '一路1号', spot: SPOT })
  await again.submit()
  expect(again.sent[0]?.id).not.toBe(first.sent[0]?.id)
})

test('a lost answer is asked for under the same id', async () => {
  const { sent, values, submit, clear } = form('service-places', [offline()])
  clear()
  Object.assign(values.value, { kind: 'AED', name: '除颤器', spot: SPOT })
  await submit()
  await submit()
  expect(sent[1]?.id).toBe(sent[0]?.id)
})

test('the next room shares building and unit with the one before, and nothing else', async () => {
  const { values, submit, next } = form('rooms', [], { building: 'b1' })
  Object.assign(values.value, { unit: '1单元', number: '301', floor: 3, rented: true })
  await submit()
  next()
  expect(values.value).toMatchObject({
    building: 'b1',
    unit: '1单元',
    number: null,
    floor: null,
    rented: false,
  })
})

test('where the server speaks of a number, the map is told', async () => {
  const why = new Refusal('invalid', '填写有误', { lat: ['不在本市'] })
  const { values, errors, submit, clear } = form('buildings', [why])
  clear()
  Object.assign(values.value, { name: '3号楼', address: '一路1号', spot: SPOT })
  await submit()
  expect(errors.value.spot).toBe('不在本市')
})
