import { afterEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { floorOf, useNewRoom } from '@/features/registry/forms/useNewRoom'

afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

const BUILDING = { id: 'b1', name: '2号楼', address: '云集路8号' }

function server(status = 201, body: object = { id: 'r9', version: 1 }) {
  const sent: unknown[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (path === '/api/session/') return Promise.resolve(new Response('{}'))
    sent.push(JSON.parse(init.body as string))
    return Promise.resolve(new Response(JSON.stringify(body), { status }))
  })
  return sent
}

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

test('without a building and a number nothing is sent, and both are asked for', async () => {
  const sent = server()
  const form = useNewRoom(vi.fn())
  await form.submit()

  expect(sent).toEqual([])
  expect(form.wrong.value).toEqual({ number: '请填写房号', building: '请选择楼栋' })
})

test('only what was said is sent, and the next door begins in the same building', async () => {
  const sent = server()
  const done = vi.fn()
  const form = useNewRoom(done)
  form.values.value = { building: BUILDING, unit: ' 1单元 ', told: { number: '501', rented: true } }
  await form.submit()

  expect(sent).toEqual([
    { number: '501', floor: '5', rented: true, unit: '1单元', building: 'b1', source: 'DOOR' },
  ])
  expect(done).toHaveBeenCalledWith('r9')
  expect(useNewRoom(vi.fn()).values.value).toEqual({
    building: BUILDING,
    unit: ' 1单元 ',
    told: { use: '01' },
  })
})

test('a house that is on record already is told with its record, and nothing typed is lost', async () => {
  server(409, { code: 'conflict', message: '已经登记过', field: 'number', known: 'r1' })
  const form = useNewRoom(vi.fn())
  form.values.value = { building: BUILDING, unit: '', told: { number: '501' } }
  await form.submit()

  expect(form.wrong.value.number).toBe('已经登记过')
  expect(form.refusal.value?.more.known).toBe('r1')
  expect(useNewRoom(vi.fn()).values.value.told).toMatchObject({ number: '501' })
})
