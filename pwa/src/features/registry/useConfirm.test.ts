import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import type { RoomDetail } from '@/data/registry'
import { endPhone, held, testPhone } from '@/features/registry/testPhone'
import { houseOf, useConfirm } from '@/features/registry/useConfirm'

afterEach(endPhone)

const HOUSE = houseOf({
  id: 'r1',
  building: { id: 'b1', name: '1栋' },
  unit: '',
  number: '501',
  people: [
    { id: 'p1', name: '张三' },
    { id: 'p2', name: '李四' },
  ],
} as RoomDetail)

test('the house and everybody in it are confirmed, and are fresh at once without a line', async () => {
  const { one } = await testPhone()
  await one.replica.rows.bulkPut([
    held('room', 'r1', { people: [{ id: 'p1', confirmed_at: '2020-01-01T00:00:00Z' }] }),
    held('person', 'p1', { confirmed_at: '2020-01-01T00:00:00Z', sources: [{ field: 'phone' }] }),
  ])

  expect(await useConfirm().confirm(HOUSE)).toBe('kept')

  const saved = await one.box.commands.toArray()
  expect(saved.map(({ kind, row }) => [kind, row]).sort()).toEqual([
    ['person.correct', 'p1'],
    ['person.correct', 'p2'],
    ['room.correct', 'r1'],
  ])
  expect(saved[0]?.data).toEqual({ whole: true, source: 'DOOR' })
  const person = await one.row('person', 'p1')
  expect(person?.body.sources).toEqual([])
  const house = await one.row('room', 'r1')
  const at = person?.body.confirmed_at
  expect(house?.body.people).toMatchObject([{ id: 'p1', confirmed_at: at }])
})

test('after a refusal only the one that was refused is tried again', async () => {
  let isRefused = true
  const { sent } = await testPhone(({ row }) =>
    isRefused && row === 'p2' ? { status: 'rejected', message: '请稍后' } : {},
  )
  const { confirm } = useConfirm()

  await expect(confirm(HOUSE)).rejects.toThrow('请稍后')
  isRefused = false
  sent.splice(0)
  await confirm(HOUSE)

  await vi.waitFor(() => expect(sent.map(({ row }) => row)).toEqual(['p2']))
})
