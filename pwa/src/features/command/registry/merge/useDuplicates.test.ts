import { nextTick, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import { Refusal } from '@/data/refusal'
import type { Duplicate, PersonDetail } from '@/data/registryDesk'
import type { RowId } from '@/data/types'
import { inScope } from '@/features/command/inScope'
import { useDuplicates } from '@/features/command/registry/merge/useDuplicates'

const settled = () => new Promise((done) => setTimeout(done))
const group = (...ids: string[]) =>
  ({ why: 'ROOM', people: ids.map((id) => ({ id })) }) as unknown as Duplicate
const nobody = () => Promise.resolve({ rows: [] })
const silent = () => Promise.reject(new Refusal('offline', '网络不通'))
const person = (id: string) => Promise.resolve({ id } as PersonDetail)

test('nothing is asked before an area is chosen, and another area closes what was open', async () => {
  const asked: RowId[] = []
  const list = (division: RowId) => {
    asked.push(division)
    return Promise.resolve({ rows: [group('a', 'b')] })
  }
  const division = shallowRef<RowId | null>(null)
  const { groups, pair, open } = inScope(() => useDuplicates(division, { list, person }))
  await settled()
  expect([asked, groups.value]).toEqual([[], null])

  division.value = 7
  await settled()
  await open('a', 'b')
  expect(pair.value?.map(({ id }) => id)).toEqual(['a', 'b'])

  division.value = 8
  await nextTick()
  expect([asked, pair.value]).toEqual([[7, 8], null])
})

test('of two pairs opened quickly the later one is shown', async () => {
  const answers = new Map<string, (row: PersonDetail) => void>()
  const slow = (id: string) => new Promise<PersonDetail>((done) => answers.set(id, done))
  const doors = { list: nobody, person: slow }
  const { pair, open } = inScope(() => useDuplicates(shallowRef(7), doors))
  void open('a', 'b')
  void open('c', 'd')
  for (const id of ['c', 'd', 'a', 'b']) answers.get(id)?.({ id } as PersonDetail)
  await settled()
  expect(pair.value?.map(({ id }) => id)).toEqual(['c', 'd'])
})

test('trouble is told', async () => {
  const doors = { list: silent, person }
  const { trouble, groups } = inScope(() => useDuplicates(shallowRef(7), doors))
  await settled()
  expect([trouble.value, groups.value]).toEqual(['网络不通', null])
})
