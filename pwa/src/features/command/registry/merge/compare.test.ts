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
    .filter(({ differs }) => differs)
    .map(({ term }) => term)

const phone = (kept: PersonDetail, other: PersonDetail) =>
  compare(kept, other, Date.now()).find(({ term }) => term === '电话')

test('what one of them does not know is no difference', () => {
  const [full, bare] = [person({ phone: '138****0000' }), person({})]
  expect(phone(full, bare)).toMatchObject({ differs: false, fills: false })
  expect(phone(bare, full)).toMatchObject({ differs: false, fills: true })
})

test('the same two the other way round differ in the same terms', () => {
  const one = person({ phone: '138****0000', work_place: '一中' })
  const two = person({ phone: '139****0000', household_address: '东山路' })
  expect(marked(one, two).sort()).toEqual(marked(two, one).sort())
})
