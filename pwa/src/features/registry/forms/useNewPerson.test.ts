import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { useNewPerson } from '@/features/registry/forms/useNewPerson'
import { endPhone, testPhone } from '@/features/registry/testPhone'

afterEach(endPhone)

const HOUSE = {
  id: 'r1',
  rented: false,
  households: [],
  people: [],
  address: '一路1号1栋501室',
  building: { id: 'b1', name: '1栋' },
  unit: '',
  number: '501',
}

test('the first one in an empty house is its head', async () => {
  const { sent } = await testPhone(() => ({}))
  const done = vi.fn()
  const form = useNewPerson(HOUSE, done)
  form.values.value.told = { name: '张三' }
  await form.submit()

  const [person] = sent
  expect(sent.map(({ kind, data }) => [kind, data])).toEqual([
    ['person.add', { name: '张三', room: 'r1', source: 'DOOR' }],
    ['household.add', { room: 'r1', head: person?.id }],
  ])
  expect(done).toHaveBeenCalledWith('已登记')
})

test('without a line all steps are kept, each after the one it needs, and said to be here', async () => {
  const { one } = await testPhone()
  const done = vi.fn()
  const form = useNewPerson(HOUSE, done)
  form.values.value.told = { name: '张三' }
  form.values.value.how = 'OWNER'
  await form.submit()

  const [person, home, tenure] = await one.box.commands.orderBy('seq').toArray()
  expect([home, tenure].map((step) => step?.needs)).toEqual([[person?.id], [person?.id]])
  const row = await one.row('person', String(person?.id))
  expect(row?.body).toMatchObject({
    name: '张三',
    household: { id: home?.id, members: [{ name: '张三' }] },
    tenures: [{ kind: 'OWNER', room: { address: HOUSE.address } }],
  })
  expect(done).toHaveBeenCalledWith('已存在手机上，联网后自动上传')
})

test('a later step that is refused is told, and the person stays on record', async () => {
  await testPhone(({ kind }) => (kind === 'room.add_tenure' ? { status: 'rejected' } : {}))
  const done = vi.fn()
  const form = useNewPerson(HOUSE, done)
  form.values.value.told = { name: '张三' }
  form.values.value.how = 'OWNER'
  await form.submit()

  expect(done).toHaveBeenCalledWith('已登记，但居住方式没有保存，请在人员页补上')
})

test('without a name nothing is kept', async () => {
  const { sent } = await testPhone(() => ({}))
  const form = useNewPerson(HOUSE, vi.fn())
  await form.submit()

  expect(sent).toEqual([])
  expect(form.wrong.value).toEqual({ name: '请填写姓名' })
})

test('in a shared flat somebody may join another household, begin one, or none', async () => {
  const shared = { ...HOUSE, households: [{ id: 'h1', head: 'p1', number: '' }] }
  const { sent } = await testPhone(() => ({}))
  const steps = async (household: string, kinship = ''): Promise<string[]> => {
    const form = useNewPerson(shared, vi.fn())
    form.values.value = { ...form.values.value, told: { name: '张三' }, household, kinship }
    await form.submit()
    return sent.splice(0).map(({ kind }) => kind)
  }

  expect(await steps('h1', '2')).toEqual(['person.add', 'person.join'])
  expect(await steps('new')).toEqual(['person.add', 'household.add'])
  expect(await steps('')).toEqual(['person.add'])
})

test('whoever is shown to join a household is asked how they stand to its head, and joins it', async () => {
  const shared = { ...HOUSE, households: [{ id: 'h1', head: 'p1', number: '' }] }
  const { sent } = await testPhone(() => ({}))
  const form = useNewPerson(shared, vi.fn())
  form.values.value.told = { name: '张三' }
  await form.submit()
  expect(sent).toEqual([])
  expect(form.wrong.value.kinship).toContain('请选择与户主关系')

  form.values.value.kinship = '8'
  await form.submit()
  expect(sent.map(({ kind, data }) => [kind, data])).toContainEqual([
    'person.join',
    { household: 'h1', kinship: '8' },
  ])
})
