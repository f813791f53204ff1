/** What a form asks, in the order in which it asks; the rest waits behind 更多. */
export interface Field {
  name: string
  label: string
  kind: 'text' | 'document' | 'phone' | 'number' | 'code' | 'day' | 'bool'
  /** The code list a `code` is picked from. */
  list?: string
  longest?: number
  /** What a number may be; `whole` ones have no decimals. */
  between?: [least: number, most: number]
  whole?: boolean
  more?: boolean
  must?: boolean
  hint?: string
}

export type Told = Record<string, string | boolean | null>

export const PERSON: Field[] = [
  { name: 'name', label: '姓名', kind: 'text', longest: 50, must: true },
  { name: 'document', label: '证件号码', kind: 'document', longest: 30 },
  { name: 'phone', label: '电话', kind: 'phone', longest: 20 },
  { name: 'sex', label: '性别', kind: 'code', list: 'SEX', more: true },
  { name: 'born_on', label: '出生日期', kind: 'day', more: true },
  { name: 'doc_kind', label: '证件种类', kind: 'code', list: 'DOCUMENT', more: true },
  { name: 'work_place', label: '工作单位', kind: 'text', longest: 100, more: true },
  { name: 'marriage', label: '婚姻状况', kind: 'code', list: 'MARRIAGE', more: true },
  { name: 'education', label: '学历', kind: 'code', list: 'EDUCATION', more: true },
  { name: 'political', label: '政治面貌', kind: 'code', list: 'POLITICAL', more: true },
  { name: 'household_address', label: '户籍地址', kind: 'text', longest: 150, more: true },
  {
    name: 'household_area',
    label: '户籍区划',
    kind: 'number',
    longest: 6,
    hint: '6位区划代码，如420502',
    more: true,
  },
]

export const ROOM: Field[] = [
  { name: 'number', label: '房号', kind: 'text', longest: 20, must: true },
  { name: 'rented', label: '是否出租', kind: 'bool' },
  { name: 'hazard', label: '房屋隐患', kind: 'code', list: 'ROOM_HAZARD' },
  { name: 'use', label: '房屋用途', kind: 'code', list: 'BUILDING_USE' },
  { name: 'rent_use', label: '出租用途', kind: 'code', list: 'RENT_USE', more: true },
  { name: 'unit', label: '单元', kind: 'text', longest: 20, more: true },
  {
    name: 'floor',
    label: '楼层',
    kind: 'number',
    longest: 3,
    between: [-10, 200],
    whole: true,
    more: true,
  },
  {
    name: 'area_m2',
    label: '面积（平方米）',
    kind: 'number',
    longest: 9,
    between: [1, 999_999],
    more: true,
  },
  { name: 'plate_code', label: '门牌二维码编号', kind: 'text', longest: 40, more: true },
  { name: 'address', label: '地址', kind: 'text', longest: 150, must: true, more: true },
]

const roomField = (name: string, asked: Partial<Field> = {}): Field[] =>
  ROOM.filter((field) => field.name === name).map((field) => ({ ...field, ...asked }))

/** Of a house that is not on record yet; its entrance is asked beside its building, its address follows from both. */
export const NEW_ROOM: Field[] = [
  ...roomField('number'),
  ...roomField('floor', { more: false }),
  ...['use', 'rented', 'hazard', 'rent_use', 'area_m2', 'plate_code'].flatMap((name) =>
    roomField(name),
  ),
  ...roomField('address', { must: false, hint: '可不填，按楼栋和房号生成' }),
]

export const ORGANISATION: Field[] = [
  { name: 'name', label: '名称', kind: 'text', longest: 100, must: true },
  { name: 'phone', label: '电话', kind: 'phone', longest: 20 },
  {
    name: 'staff',
    label: '员工数',
    kind: 'number',
    longest: 7,
    between: [0, 1_000_000],
    whole: true,
  },
  { name: 'hazard', label: '安全隐患', kind: 'code', list: 'ORG_HAZARD' },
  { name: 'kind', label: '单位类别', kind: 'code', list: 'ORGANISATION', more: true },
  { name: 'uscc', label: '统一社会信用代码', kind: 'text', longest: 30, more: true },
  { name: 'attention', label: '关注程度', kind: 'code', list: 'ATTENTION', more: true },
  { name: 'closed_on', label: '停业日期', kind: 'day', more: true },
]

/** Of one that is not on record yet. */
export const NEW_ORGANISATION: Field[] = [
  ...ORGANISATION.slice(0, 1),
  { name: 'address', label: '地址', kind: 'text', longest: 150, must: true, hint: '路名和门牌' },
  ...ORGANISATION.slice(1).filter(({ name }) => name !== 'closed_on'),
]

/** The server shows these masked; what is not typed anew stays as it is. */
const SECRET = new Set(['document', 'phone'])
const NULLABLE = new Set(['born_on', 'closed_on', 'floor', 'area_m2', 'staff', 'plate_code'])

/** A row as the form first shows it. */
export function toldOf(fields: Field[], row: object): Told {
  const values = row as Record<string, unknown>
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = SECRET.has(name) ? '' : values[name]
      if (kind === 'bool') return [name, value === true]
      return [name, typeof value === 'number' || typeof value === 'string' ? String(value) : '']
    }),
  )
}

/** What differs from the row as it was read, as the server takes it. */
export function changesOf(fields: Field[], before: Told, now: Told): Told {
  const told = fields.flatMap(({ name }): [string, Told[string]][] => {
    const value = cleaned(now[name])
    if (value === (before[name] ?? '') || (SECRET.has(name) && value === '')) return []
    return [[name, value === '' && NULLABLE.has(name) ? null : value]]
  })
  return Object.fromEntries(told)
}

const cleaned = (value: Told[string] | undefined): string | boolean =>
  typeof value === 'boolean' ? value : (value ?? '').trim()

/** What can be seen to be missing or no number before anything is sent. */
export function missing(fields: Field[], told: Told): Record<string, string> {
  const found = fields.flatMap((field): [string, string][] => {
    const value = cleaned(told[field.name])
    if (field.must && value === '') return [[field.name, `请填写${field.label}`]]
    return isNumber(field, value) ? [] : [[field.name, numberWords(field)]]
  })
  return Object.fromEntries(found)
}

function isNumber({ between, whole = false }: Field, value: string | boolean): boolean {
  if (!between || value === '') return true
  const number = Number(value)
  return number >= between[0] && number <= between[1] && (!whole || Number.isInteger(number))
}

const numberWords = ({ label, between = [0, 0], whole = false }: Field): string =>
  `${label}应为${between[0]}至${between[1]}的${whole ? '整数' : '数字'}`
