import type { Care } from '@/data/registry'
import type { PersonDetail } from '@/data/registryDesk'
import type { Deed, Field, Value, Values } from '@/features/command/registry/deeds/deed'
import {
  ask,
  consents,
  found,
  join,
  partWith,
  toPerson,
  visit,
  withdrawals,
} from '@/features/command/registry/deeds/ofCare'
import { choicesOf, ROLES, SOURCES, todayOf } from '@/features/command/registry/words'

/** What is shown masked is typed anew or left alone: a mask is never sent back. */
const isMasked = (text: string): boolean => text.includes('*')
const hidden = (text: string): Values[string] => (isMasked(text) ? '' : text)
const kept = (text: string): string | undefined =>
  isMasked(text) ? `现为 ${text}，不改请留空` : undefined

export const HOW: Field[] = [
  {
    name: 'source',
    label: '依据',
    kind: 'choice',
    required: true,
    choices: choicesOf({ ...SOURCES }).filter(({ value }) => value !== 'SYNTHETIC'),
  },
  { name: 'whole', label: '其余各项已核实，全部记为今天核实', kind: 'tick' },
]
export const HOW_BEGUN: Values = { source: 'DOOR', whole: false }

function correct(person: PersonDetail): Deed {
  const begun: Values = {
    name: hidden(person.name),
    document: hidden(person.document),
    phone: hidden(person.phone),
    sex: person.sex,
    born_on: person.born_on,
    doc_kind: person.doc_kind,
    education: person.education,
    marriage: person.marriage,
    political: person.political,
    work_place: person.work_place,
    household_area: person.household_area,
    household_address: person.household_address,
    ...HOW_BEGUN,
  }
  const fields: Field[] = [
    { name: 'name', label: '姓名', kind: 'text', longest: 50, hint: kept(person.name) },
    { name: 'sex', label: '性别', kind: 'choice', list: 'SEX' },
    { name: 'doc_kind', label: '证件种类', kind: 'choice', list: 'DOCUMENT' },
    { name: 'document', label: '证件号码', kind: 'text', longest: 30, hint: kept(person.document) },
    { name: 'born_on', label: '出生日期', kind: 'date' },
    { name: 'phone', label: '电话', kind: 'text', longest: 20, hint: kept(person.phone) },
    { name: 'education', label: '学历', kind: 'choice', list: 'EDUCATION' },
    { name: 'marriage', label: '婚姻状况', kind: 'choice', list: 'MARRIAGE' },
    { name: 'political', label: '政治面貌', kind: 'choice', list: 'POLITICAL' },
    { name: 'work_place', label: '工作单位', kind: 'text' },
    { name: 'household_area', label: '户籍区划', kind: 'text', longest: 6, hint: '六位区划代码' },
    { name: 'household_address', label: '户籍地址', kind: 'text', longest: 150 },
    ...HOW,
  ]
  return {
    label: '更正',
    title: '更正资料',
    to: toPerson(person, 'correct'),
    fields,
    begun,
    corrects: true,
  }
}

const GRADED: Partial<Record<string, [label: string, list: string]>> = {
  DISABLED: ['残疾等级', 'DISABILITY'],
  HARDSHIP: ['困难类型', 'HARDSHIP'],
  LEFT_BEHIND: ['留守类型', 'LEFT_BEHIND'],
  LIVING_ALONE: ['健康状况', 'HEALTH'],
}
const of =
  (...kinds: Value[]) =>
  ({ kind }: Values): boolean =>
    kinds.includes(kind ?? null)

/** What is asked of a kind of person; each kind has columns of its own. */
export function roleFields(choices: Field['choices']): Field[] {
  const graded = Object.entries(GRADED).map(([kind, pair = ['', '']]): Field => ({
    name: 'grade',
    label: pair[0],
    kind: 'choice',
    list: pair[1],
    when: of(kind),
  }))
  return [
    { name: 'kind', label: '类别', kind: 'choice', required: true, choices },
    { name: 'from_on', label: '开始日期', kind: 'date' },
    { name: 'inflow', label: '流入原因', kind: 'choice', list: 'INFLOW', when: of('FLOATING') },
    { name: 'permit', label: '办证类型', kind: 'choice', list: 'PERMIT', when: of('FLOATING') },
    { name: 'lodging', label: '住所类型', kind: 'choice', list: 'LODGING', when: of('FLOATING') },
    ...graded,
    { name: 'due_on', label: '证件到期', kind: 'date', when: of('FLOATING') },
    { name: 'due_on', label: '预产期', kind: 'date', when: of('PREGNANT') },
    { name: 'note', label: '备注', kind: 'text', longest: 200 },
  ]
}

function addRole(person: PersonDetail, now: number): Deed {
  const held = new Set(person.roles.filter(({ to_on }) => !to_on).map(({ kind }) => kind as string))
  const fields = roleFields(choicesOf(ROLES).filter(({ value }) => !held.has(String(value))))
  const begun = { kind: '', from_on: todayOf(now) }
  return { label: '加上', title: '加人员类别', to: toPerson(person, 'add_role'), fields, begun }
}

export const endRole = (person: PersonDetail, role: string, label: string, now: number): Deed => ({
  label: '结束',
  title: `结束“${label}”`,
  to: toPerson(person, 'end_role'),
  fields: [{ name: 'to_on', label: '结束日期', kind: 'date', required: true }],
  begun: { to_on: todayOf(now) },
  fixed: { role },
})

const move = (person: PersonDetail, now: number): Deed => ({
  label: '搬迁',
  title: '搬到另一处',
  to: toPerson(person, 'move'),
  fields: [
    { name: 'room', label: '新住处', kind: 'picked', of: 'rooms', required: true },
    { name: 'on', label: '搬入日期', kind: 'date' },
    { name: 'household', label: '全户一起搬', kind: 'tick' },
  ],
  begun: { room: null, on: todayOf(now), household: false },
})

const leave = (person: PersonDetail, now: number): Deed => ({
  label: '登记',
  title: '迁出或去世',
  to: toPerson(person, 'leave'),
  fields: [
    {
      name: 'gone',
      label: '原因',
      kind: 'choice',
      required: true,
      choices: choicesOf({ LEFT: '已迁出', DIED: '已去世' }),
    },
    { name: 'on', label: '日期', kind: 'date', required: true },
  ],
  begun: { gone: '', on: todayOf(now) },
  danger: true,
})

const comeBack = (person: PersonDetail): Deed => ({
  label: '恢复',
  title: '恢复在住',
  to: toPerson(person, 'come_back'),
  fields: [],
  begun: {},
  words: '此人将重新出现在在住人口里，住处需另行登记。确定恢复吗？',
})

export const unmerge = (person: PersonDetail, other: string): Deed => ({
  label: '撤销合并',
  title: '撤销合并',
  to: toPerson(person, 'unmerge'),
  fields: [],
  begun: {},
  fixed: { other },
  words: '合并时带过来的类别、走访和关系将回到原来的记录。确定撤销吗？',
  danger: true,
})

interface Shelf {
  /** On the bar itself. */
  first: Deed[]
  /** Behind 更多. */
  more: Deed[]
}

const offered = (list: [boolean, () => Deed][]): Deed[] =>
  list.filter(([is]) => is).map(([, make]) => make())

/** What the server lets one do to this person, in the order of how often it is done. */
export function deedsOfPerson(
  person: PersonDetail,
  households: { id: string; label: string }[],
  care: Care,
  now: number,
): Shelf {
  const may = new Set(person.may)
  const others = households.filter(({ id }) => id !== person.household?.id)
  return {
    first: offered([
      [may.has('correct'), () => correct(person)],
      [may.has('add_role'), () => addRole(person, now)],
      [may.has('move'), () => move(person, now)],
      [may.has('correct'), () => visit('person', person.id)],
      [may.has('come_back'), () => comeBack(person)],
    ]),
    more: [
      ...offered([
        [may.has('join') && others.length > 0, () => join(person, others)],
        [may.has('join') && person.room !== null && !person.household, () => found(person)],
        [may.has('part') && person.household !== null, () => partWith(person)],
      ]),
      ...(may.has('consent') ? consents(person, care) : []),
      ...(may.has('withdraw_consent') ? withdrawals(person, care) : []),
      ...offered([
        [may.has('ask'), () => ask(person)],
        [may.has('leave'), () => leave(person, now)],
      ]),
    ],
  }
}
