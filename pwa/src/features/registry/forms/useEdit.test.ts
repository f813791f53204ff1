import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { ref } from 'vue'
import type { PersonDetail } from '@/data/registry'
import { useEdit } from '@/features/registry/forms/useEdit'
import { endPhone, held, testPhone } from '@/features/registry/testPhone'

afterEach(endPhone)

const GOOD = '11010519491231002X'
const person = {
  id: 'p1',
  version: 4,
  name: '张三',
  sex: '1',
  born_on: '1980-05-01',
  phone: '138****5678',
  room: { id: 'r1', address: '一路1号' },
  labels: {},
}

async function opened() {
  const { one } = await testPhone()
  const neighbour = { id: 'p1', name: '张三', phone: '138****5678' }
  await one.replica.rows.bulkPut([
    held('person', 'p1', person),
    held('room', 'r1', { people: [neighbour] }),
  ])
  const row = ref(person as unknown as PersonDetail)
  const done = vi.fn()
  return { one, form: useEdit('people', row, done), row, done }
}

test('only what was changed is told, with what the worker saw, and shown masked wherever it stands', async () => {
  const { one, form, done } = await opened()
  form.told.value = { ...form.told.value, phone: '13800138000' }
  await form.submit()

  const [saved] = await one.box.commands.toArray()
  expect(saved?.data).toEqual({ phone: '13800138000', source: 'DOOR' })
  expect(saved?.old).toEqual({ phone: '138****5678' })
  expect((await one.row('person', 'p1'))?.body.phone).toBe('138****8000')
  expect((await one.row('room', 'r1'))?.body.people).toMatchObject([{ phone: '138****8000' }])
  expect(done).toHaveBeenCalledWith('kept')
})

test('birth and sex are left to the number that says them, and shown by it', async () => {
  const { one, form } = await opened()
  form.told.value = { ...form.told.value, sex: '1', document: GOOD }
  await form.submit()

  expect((await one.box.commands.toArray())[0]?.data).toEqual({ document: GOOD, source: 'DOOR' })
  expect((await one.row('person', 'p1'))?.body).toMatchObject({
    sex: '2',
    born_on: '1949-12-31',
    document: '1101**********002X',
  })
})

test('a wrong number is not kept', async () => {
  const { one, form } = await opened()
  form.told.value = { ...form.told.value, document: '110105194912310021' }
  await form.submit()

  expect(await one.box.commands.count()).toBe(0)
  expect(form.wrong.value.document).toContain('校验位')
})

test('what somebody else changed meanwhile shows through, and what I typed stays', async () => {
  const { form, row } = await opened()
  form.told.value = { ...form.told.value, phone: '13800138000' }

  row.value = { ...row.value, name: '张三丰', version: 5 }
  expect(form.told.value).toMatchObject({ name: '张三丰', phone: '13800138000' })
})

test('nothing changed is nothing told', async () => {
  const { one, form, done } = await opened()
  await form.submit()

  expect(await one.box.commands.count()).toBe(0)
  expect(done).toHaveBeenCalledWith('done')
})
