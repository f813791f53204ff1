import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { offline, Refusal } from '@/data/refusal'
import { endPhone, testPhone } from '@/features/registry/testPhone'
import { keptBelow, takeUp, useKept, type Keep } from '@/features/registry/useKept'
import type { Settled } from '@/sync/db'

afterEach(endPhone)

const BLANK = { name: '' }
const WHERE = { what: 'p1', path: '/registry/rooms/r1/new' }
const nothing = () => Promise.resolve()

const adding = async (told: { name: string }, keep: Keep): Promise<void> => {
  await keep('add', { kind: 'person.add', title: '登记', data: { ...told } })
}

test('what was typed is there again after the page was closed', () => {
  useKept(WHERE, BLANK, nothing).values.value.name = '张三'

  const again = useKept(WHERE, BLANK, nothing)

  expect(again.values.value).toEqual({ name: '张三' })
  expect(again.isRecovered.value).toBe(true)
})

const spot = (lon: number) => ({ lon, lat: 30.7, crs: 'WGS84' })
const blank = () => ({ name: '', spot: null as object | null })

test('a form nobody has typed in begins anew where one stands now', () => {
  const first = useKept(WHERE, blank(), nothing)
  first.values.value.spot = spot(111.3)

  const again = useKept(WHERE, blank(), nothing)
  expect(again.isRecovered.value).toBe(false)
  expect(again.values.value.spot).toBeNull()

  again.values.value.spot = spot(111.4)
  again.values.value.name = '副食店'
  expect(useKept(WHERE, blank(), nothing).values.value).toMatchObject({
    name: '副食店',
    spot: spot(111.4),
  })
})

test('what was kept is one command, can be taken up again where it was typed, and is forgotten here', async () => {
  const { one } = await testPhone()
  const form = useKept(WHERE, BLANK, adding)
  form.values.value.name = '张三'
  await Promise.all([form.submit(), form.submit()])
  await nextTick()

  const [saved, ...more] = await one.box.commands.toArray()
  expect(more).toEqual([])
  expect(saved?.shown.form).toMatchObject({ path: WHERE.path, values: { name: '张三' } })
  expect(Object.keys(localStorage).filter((name) => name.includes('registry'))).toEqual([])
})

test('a later step that could not be kept goes on with the first one done once', async () => {
  const { one } = await testPhone()
  let isFull = true
  const steps = async (told: { name: string }, keep: Keep): Promise<void> => {
    await adding(told, keep)
    if (isFull) throw offline()
  }
  const form = useKept(WHERE, BLANK, steps)
  form.values.value.name = '张三'
  await form.submit()
  isFull = false
  await form.submit()

  expect(await one.box.commands.count()).toBe(1)
})

test('what was refused is another command when it is tried again as it is', async () => {
  const { sent } = await testPhone(() => ({ status: 'rejected', message: '已登记过' }))
  const form = useKept(WHERE, BLANK, adding)
  form.values.value.name = '张三'
  await form.submit()
  expect(form.refusal.value?.message).toBe('已登记过')
  await form.submit()

  await vi.waitFor(() => expect(new Set(sent.map(({ id }) => id)).size).toBe(2))
})

test('a refusal is told at its field', async () => {
  const refused = new Refusal('invalid', '电话号码不正确', { phone: ['电话号码不正确'] })
  const form = useKept(WHERE, BLANK, () => Promise.reject(refused))
  await form.submit()

  expect(form.wrong.value).toEqual({ phone: '电话号码不正确' })
})

const refused = (): Settled =>
  ({
    id: 'c1',
    seq: 1,
    open: 1,
    echo: 0,
    settled_at: 0,
    outcome: {
      id: 'c1',
      status: 'rejected',
      code: 'invalid',
      message: '填写有误：电话号码不正确',
      fields: {},
      answer: { field: 'phone', errors: { phone: ['电话号码不正确'] } },
      at: '2026-03-01T00:00:00Z',
    },
  }) as unknown as Settled

test('what is done anew stays on the list until it has been kept', async () => {
  const { one } = await testPhone()
  await one.box.journal.put(refused())
  const form = { path: WHERE.path, name: `${keptBelow()}:p1`, values: { name: '张三' } }
  const isOpen = async () => (await one.box.journal.get('c1'))?.open

  takeUp(form, refused())
  const again = useKept(WHERE, BLANK, adding)
  expect(await isOpen()).toBe(1)

  await again.submit()
  expect(await isOpen()).toBe(0)
})

test('what was refused long after its form was closed opens again with what was wrong, until it is changed', () => {
  const form = { path: WHERE.path, name: `${keptBelow()}:p1`, values: { name: '张三' } }
  takeUp(form, refused())

  const again = useKept(WHERE, BLANK, nothing)
  expect(again.values.value).toEqual({ name: '张三' })
  expect(again.wrong.value).toEqual({ phone: '电话号码不正确' })
  expect(again.refusal.value?.message).toBe('填写有误：电话号码不正确')

  again.values.value.name = '李四'
  expect(again.wrong.value).toEqual({})
  expect(useKept(WHERE, BLANK, nothing).refusal.value).toBeNull()
})

test('a form in which nothing has to be typed does on another day what it did when the app was closed over it', async () => {
  let left = {}
  const { sent } = await testPhone(() => {
    left = { ...left, ...localStorage }
    return {}
  })
  await useKept(WHERE, BLANK, adding).submit()
  // The app was closed while the server was still asked.
  Object.assign(localStorage, left)

  await useKept(WHERE, BLANK, adding).submit()

  await vi.waitFor(() => expect(sent).toHaveLength(2))
})
