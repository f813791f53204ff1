import { expect, test } from 'vitest'
import type { PersonDetail } from '@/data/registryDesk'
import { compare } from '@/features/command/registry/merge/compare'

const person = (part: object) =>
  ({
    name: '张*',
    sex: '1',
    born_on: '1980-05-01',
    document: '',
    phone: '',
    labels: { sex: '男' },
    sources: [],
    source: 'DOOR',
    confirmed_at: '2026-01-01T00:00:00Z',
    work_place: '',
    household_area: '',
    household_address: '',
    roles: [],
    visits: [],
    household: null,
    room: null,
    grid: { id: 1, name: '第1网格' },
    left_on: null,
    died_on: null,
    ...part,
  }) as unknown as PersonDetail

test('what differs is marked, and what only the other knows is taken over', () => {
  const kept = person({ work_place: '一中' })
  const other = person({ work_place: '二中', phone: '138****0000', name: '张*' })
  const told = compare(kept, other, Date.now())
  const of = (term: string) => told.find((row) => row.term === term)

  expect(of('工作单位')).toMatchObject({ kept: '一中', other: '二中', differs: true, fills: false })
  expect(of('电话')).toMatchObject({ differs: false, fills: true })
  expect(of('姓名')).toMatchObject({ differs: false, fills: false })
  expect(of('网格')).toMatchObject({ differs: false })
})

const marked = (kept: PersonDetail, other: PersonDetail) =>
  compare(kept, other, Date.now())
    .filter(({ differs, fills }) => differs || fills)
    .map(({ term }) => term)

test('the same two the other way round mark the same terms', () => {
  const [one, two] = [person({ phone: '138****0000' }), person({ work_place: '二中' })]
  expect(marked(one, two).sort()).toEqual(marked(two, one).sort())
})
