import { isPhone, lookAtNumber } from '@/data/citizen'
import type { Kind } from '@/data/registryDesk'
import type { Deed, Field, Values } from '@/features/command/registry/deeds/deed'
import { HOW } from '@/features/command/registry/deeds/ofPerson'
import { choicesOf, ONE, PART_STATES, SERVICES, todayOf } from '@/features/command/registry/words'

const CITIZEN_CARD = '111'

const SOURCE: Field[] = HOW.filter(({ name }) => name === 'source').map((field) => ({
  ...field,
  stays: true,
}))
const SPOT: Field = { name: 'spot', label: '位置', kind: 'spot', required: true }
const text = (name: string, label: string, more: Partial<Field> = {}): Field => ({
  name,
  label,
  kind: 'text',
  ...more,
})
const coded = (name: string, label: string, list: string, more: Partial<Field> = {}): Field => ({
  name,
  label,
  kind: 'choice',
  list,
  ...more,
})
const later = (field: Field): Field => ({ ...field, later: true })

const said = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

function wrongNumber({ doc_kind, document }: Values): string {
  const number = said(document)
  return number === '' || doc_kind !== CITIZEN_CARD ? '' : lookAtNumber(number).wrong
}

const wrongPhone = ({ phone }: Values): string =>
  said(phone) === '' || isPhone(said(phone)) ? '' : '应为11位手机号或带区号的座机号'

/** A citizen's number says when its holder was born and of which sex. */
function ofNumber({ doc_kind, document }: Values): Values {
  if (doc_kind !== CITIZEN_CARD) return {}
  const { citizen } = lookAtNumber(said(document))
  return citizen ? { born_on: citizen.bornOn, sex: citizen.sex } : {}
}

const NEW: Record<Kind, { fields: Field[]; begun: Values; follows?: Deed['follows'] }> = {
  people: {
    fields: [
      text('name', '姓名', { required: true, longest: 50 }),
      coded('doc_kind', '证件种类', 'DOCUMENT'),
      text('document', '证件号码', { longest: 30, wrong: wrongNumber, hint: '没有证件可不填' }),
      text('phone', '电话', { longest: 20, wrong: wrongPhone }),
      coded('sex', '性别', 'SEX'),
      { name: 'born_on', label: '出生日期', kind: 'date' },
      {
        name: 'room',
        label: '现住房屋',
        kind: 'picked',
        of: 'rooms',
        stays: true,
        hint: '没有登记过的房屋请先登记',
      },
      { name: 'on', label: '入住日期', kind: 'date', stays: true, when: ({ room }) => !!room },
      { ...SPOT, label: '所在位置（没有固定住处时）', when: ({ room }) => !room },
      ...SOURCE,
      ...[
        coded('education', '学历', 'EDUCATION'),
        coded('marriage', '婚姻状况', 'MARRIAGE'),
        coded('political', '政治面貌', 'POLITICAL'),
        text('work_place', '工作单位'),
        text('household_area', '户籍区划', { longest: 6, hint: '六位区划代码' }),
        text('household_address', '户籍地址', { longest: 150 }),
      ].map(later),
    ],
    begun: { doc_kind: CITIZEN_CARD, room: null, on: '' },
    follows: ofNumber,
  },
  rooms: {
    fields: [
      {
        name: 'building',
        label: '楼栋',
        kind: 'picked',
        of: 'buildings',
        required: true,
        stays: true,
      },
      text('unit', '单元', { longest: 20, hint: '如：1单元，没有可不填', stays: true }),
      text('number', '房号', { required: true, longest: 20, hint: '如：301' }),
      { name: 'floor', label: '楼层', kind: 'number', within: [-10, 200] },
      { name: 'area_m2', label: '面积（平方米）', kind: 'number', within: [0, 999_999] },
      coded('use', '房屋用途', 'BUILDING_USE', { stays: true }),
      { name: 'rented', label: '出租', kind: 'tick' },
      coded('rent_use', '出租用途', 'RENT_USE', { when: ({ rented }) => rented === true }),
      ...SOURCE,
      ...[
        coded('hazard', '隐患类型', 'ROOM_HAZARD'),
        text('plate_code', '门牌二维码编号', { longest: 40 }),
        text('address', '地址', { longest: 150, hint: '不填则按楼栋、单元、房号生成' }),
        text('std_address_code', '标准地址编码', { longest: 40 }),
      ].map(later),
    ],
    begun: { building: null, rented: false, use: '01' },
  },
  buildings: {
    fields: [
      text('name', '楼栋名称', { required: true, longest: 60, hint: '如：3号楼' }),
      text('address', '地址', { required: true, longest: 120, hint: '路名、门牌、小区' }),
      coded('kind', '建筑用途', 'BUILDING_USE'),
      { name: 'floors', label: '层数', kind: 'number', within: [0, 200] },
      SPOT,
      ...SOURCE,
      later(text('std_address_code', '标准地址编码', { longest: 40 })),
    ],
    begun: { kind: '01' },
  },
  organisations: {
    fields: [
      text('name', '名称', { required: true }),
      text('uscc', '统一社会信用代码', { longest: 30, hint: '18位，没有可不填' }),
      coded('kind', '单位类别', 'ORGANISATION'),
      text('phone', '电话', { longest: 20, wrong: wrongPhone }),
      text('address', '地址', { required: true, longest: 150 }),
      SPOT,
      { name: 'people', label: '负责人员', kind: 'people' },
      ...SOURCE,
      ...[
        { name: 'staff', label: '员工数', kind: 'number', within: [0, 1_000_000] } as Field,
        coded('hazard', '隐患类型', 'ORG_HAZARD'),
        coded('attention', '关注程度', 'ATTENTION'),
      ].map(later),
    ],
    begun: { people: [{ role: 'HEAD', name: '', phone: '' }] },
  },
  parts: {
    fields: [
      text('code', '部件代码', {
        required: true,
        longest: 20,
        hint: '16位：区划6位、大小类4位、顺序6位',
      }),
      text('name', '名称', { required: true, longest: 60 }),
      {
        name: 'state',
        label: '状态',
        kind: 'choice',
        choices: choicesOf(PART_STATES),
        stays: true,
      },
      SPOT,
      ...SOURCE,
      ...[
        { name: 'owner', label: '权属单位', kind: 'picked', of: 'units', stays: true } as Field,
        {
          name: 'maintainer',
          label: '养护单位',
          kind: 'picked',
          of: 'units',
          stays: true,
        } as Field,
      ].map(later),
    ],
    begun: { state: 'GOOD' },
  },
  'service-places': {
    fields: [
      { name: 'kind', label: '类型', kind: 'choice', required: true, choices: choicesOf(SERVICES) },
      text('name', '名称', { required: true, longest: 60 }),
      text('address', '地址', { longest: 150 }),
      text('phone', '电话', { longest: 20, wrong: wrongPhone }),
      text('hours', '服务时间', { hint: '如：每天 8:00–18:00' }),
      SPOT,
      ...SOURCE,
    ],
    begun: {},
  },
}

/** What is asked of something new, what matters first; `given` is known from where one came. */
export function newDeed(kind: Kind, given: Values, now: number): Deed {
  const { fields, begun, follows } = NEW[kind]
  const blank = Object.fromEntries(fields.map(({ name }) => [name, null]))
  return {
    label: '保存',
    title: `新增${ONE[kind]}`,
    to: { path: kind },
    fields,
    begun: { ...blank, ...begun, source: 'DOOR', on: todayOf(now), ...given },
    unversioned: true,
    follows,
  }
}

/** Of a place looked for anew: what stays is what the next one shares with it. */
export const nextOne = (deed: Deed, values: Values): Values => ({
  ...deed.begun,
  ...Object.fromEntries(
    deed.fields.filter(({ stays }) => stays).map(({ name }) => [name, values[name] ?? null]),
  ),
})
