import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { floorOf, useNewRoom } from '@/features/registry/forms/useNewRoom'
import { endPhone, testPhone } from '@/features/registry/testPhone'

afterEach(endPhone)

const BUILDING = { id: 'b1', name: '2号楼', address: '云集路8号' }

test.each([
  ['501', '5'],
  ['1203', '12'],
  [' 302 ', '3'],
  ['门面3', ''],
  ['12', ''],
  ['051', ''],
  [undefined, ''],
])('door %s is on floor %s', (number, floor) => {
  expect(floorOf(number)).toBe(floor)
})

test('the floor follows the number until somebody says otherwise', async () => {
  const { values } = useNewRoom(vi.fn())
  values.value.told = { number: '501' }
  await nextTick()
  expect(values.value.told.floor).toBe('5')

  values.value.told = { number: '601', floor: '5' }
  await nextTick()
  expect(values.value.told.floor).toBe('6')

  values.value.told = { number: '601', floor: '7' }
  await nextTick()
  values.value.told = { number: '701', floor: '8' }
  await nextTick()
  expect(values.value.told.floor).toBe('8')
})

test('without a building and a number nothing is kept, and both are asked for', async () => {
  const { sent } = await testPhone(() => ({}))
  const form = useNewRoom(vi.fn())
  await form.submit()

  expect(sent).toEqual([])
  expect(form.wrong.value).toEqual({ number: '请填写房号', building: '请选择楼栋' })
})

test('only what was said is sent, and the next door begins in the same building', async () => {
  const { sent, one } = await testPhone(() => ({}))
  const done = vi.fn()
  const form = useNewRoom(done)
  form.values.value = { building: BUILDING, unit: ' 1单元 ', told: { number: '501', rented: true } }
  await form.submit()

  expect(sent.map(({ data }) => data)).toEqual([
    { number: '501', floor: '5', rented: true, unit: '1单元', building: 'b1', source: 'DOOR' },
  ])
  const id = sent[0]?.id ?? ''
  expect(done).toHaveBeenCalledWith(id, 'done')
  expect((await one.row('room', id))?.body.address).toBe('云集路8号2号楼1单元501室')
  expect(useNewRoom(vi.fn()).values.value).toEqual({
    building: BUILDING,
    unit: ' 1单元 ',
    told: { use: '01' },
  })
})

test('a house that is on record already is told with its record, and nothing typed is lost', async () => {
  const answer = { field: 'number', known: 'r1' }
  await testPhone(() => ({ status: 'rejected', code: 'conflict', message: '已经登记过', answer }))
  const form = useNewRoom(vi.fn())
  form.values.value = { building: BUILDING, unit: '', told: { number: '501' } }
  await form.submit()

  expect(form.wrong.value.number).toBe('已经登记过')
  expect(form.refusal.value?.more.known).toBe('r1')
  expect(useNewRoom(vi.fn()).values.value.told).toMatchObject({ number: '501' })
})
