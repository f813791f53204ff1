import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { Refusal } from '@/data/refusal'
import { later, wordsFor, worst } from '@/features/registry/later'
import { endPhone, held, testPhone } from '@/features/registry/testPhone'
import { timedId } from '@/sync/ids'

afterEach(endPhone)

const ROOM = {
  kind: 'room.add',
  title: '登记房屋',
  data: { building: 'b1', number: '909' },
  shown: { address: '一路1号909室', people: [], households: [] },
}
const NOW = Date.now()

test('without a line it is kept at once, and what needs an unsent row names it', async () => {
  const { one } = await testPhone()
  await one.replica.rows.put(held('building', 'b1', { name: '1栋' }))
  const room = timedId(NOW)
  const person = timedId(NOW)

  expect((await later(ROOM, room)).how).toBe('kept')
  const act = { kind: 'person.add', title: '登记', data: { name: '张三', room } }
  expect((await later({ ...act, shown: { room: { id: room } } }, person)).how).toBe('kept')

  const saved = await one.box.commands.get(person)
  expect(saved?.needs).toEqual([room])
  expect((await one.box.commands.get(room))?.scope).toBe('grid:7')
  expect((await one.row('room', room))?.body.people).toMatchObject([{ id: person, name: '张三' }])
})

test('a no that comes at once is said where it was typed, with its fields, and nowhere else', async () => {
  const { one } = await testPhone(() => ({
    status: 'rejected',
    code: 'invalid',
    message: '房号已登记',
    answer: { field: 'number', known: 'r7' },
  }))

  const refused = await later(ROOM, timedId(NOW)).catch((error: unknown) => error)

  expect(refused).toBeInstanceOf(Refusal)
  expect((refused as Refusal).errors).toEqual({ number: ['房号已登记'] })
  expect((refused as Refusal).more).toEqual({ known: 'r7' })
  expect(await one.box.journal.where('open').equals(1).count()).toBe(0)
})

test('what two say differently stays on the list with both values', async () => {
  const { one } = await testPhone(() => ({
    status: 'held',
    code: 'conflict',
    fields: { name: { mine: '李红', theirs: '李小红' } },
  }))
  await one.replica.rows.put(held('person', 'p1', { name: '李小红' }))

  const act = { kind: 'person.correct', title: '修改', row: 'p1', data: { name: '李红' } }
  const told = await later({ ...act, old: { name: '李红霞' } }, timedId(NOW))

  expect(told.how).toBe('held')
  const [open] = await one.box.journal.where('open').equals(1).toArray()
  expect(open?.outcome.fields.name).toEqual({ mine: '李红', theirs: '李小红' })
  expect(open?.base_rev).toBe(1)
})

test('what is said is of the step that is furthest from being done', () => {
  const steps = (['done', 'kept'] as const).map((how) => ({ id: 'x', how }))
  expect(worst(...steps)).toBe('kept')
  expect(wordsFor('done', '已登记')).toBe('已登记')
  expect(wordsFor('kept', '已登记')).toContain('联网后自动上传')
})
