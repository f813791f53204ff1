import type { Choice } from '@/data/types'
import type { Kind, RoleKind, ServiceKind } from '@/data/registryDesk'
import type { RegistryQuery } from '@/features/command/registry/query/query'
import { choicesOf, PART_STATES, ROLES, SERVICES } from '@/features/command/registry/words'

export const SEARCHED: Record<Kind, string> = {
  people: '姓名、拼音首字母、证件或电话（按 / 查询）',
  rooms: '地址开头或门牌二维码编号（按 / 查询）',
  buildings: '地址开头（按 / 查询）',
  organisations: '单位名称、拼音首字母或信用代码（按 / 查询）',
  parts: '部件代码开头（按 / 查询）',
  'service-places': '服务点名称开头（按 / 查询）',
}

export const STALE = [
  { value: 30, label: '一个月以上没有核实' },
  { value: 183, label: '半年以上没有核实' },
  { value: 366, label: '一年以上没有核实' },
  { value: 731, label: '两年以上没有核实' },
]

interface FilterField {
  name: string
  label: string
  value: string | null
  choices: Choice[]
  part: (value: string | null) => Partial<RegistryQuery>
}

const RENT = choicesOf({ yes: '出租', no: '非出租' })
const GONE = choicesOf({ people: '含已迁出和去世', organisations: '含已停业' })

type Fields = (query: RegistryQuery, codes: (key: string) => Choice[]) => FilterField[]

const gone = (query: RegistryQuery): FilterField => ({
  name: 'gone',
  label: query.tab === 'people' ? '只看在住' : '只看在营',
  value: query.gone ? query.tab : null,
  choices: GONE.filter(({ value }) => value === query.tab),
  part: (value) => ({ gone: value !== null }),
})

const coded = (
  name: 'code' | 'hazard',
  label: string,
  query: RegistryQuery,
  choices: Choice[],
): FilterField => ({
  name,
  label,
  value: query[name],
  choices,
  part: (value) => ({ [name]: value }),
})

const FIELDS: Record<Kind, Fields> = {
  people: (query) => [
    {
      name: 'role',
      label: '人员类别',
      value: query.role,
      choices: choicesOf(ROLES),
      part: (value) => ({ role: value as RoleKind | null }),
    },
    gone(query),
  ],
  rooms: (query, codes) => [
    {
      name: 'rented',
      label: '是否出租',
      value: query.rented === null ? null : query.rented ? 'yes' : 'no',
      choices: RENT,
      part: (value) => ({ rented: value === null ? null : value === 'yes' }),
    },
    coded('code', '房屋用途', query, codes('BUILDING_USE')),
    coded('hazard', '隐患类型', query, codes('ROOM_HAZARD')),
  ],
  buildings: (query, codes) => [coded('code', '建筑用途', query, codes('BUILDING_USE'))],
  organisations: (query, codes) => [
    coded('code', '单位类别', query, codes('ORGANISATION')),
    coded('hazard', '隐患类型', query, codes('ORG_HAZARD')),
    gone(query),
  ],
  parts: (query, codes) => [
    coded('code', '部件种类', query, codes('PART')),
    {
      name: 'state',
      label: '状态',
      value: query.state,
      choices: choicesOf(PART_STATES),
      part: (value) => ({ state: value }),
    },
  ],
  'service-places': (query) => [
    {
      name: 'service',
      label: '服务点类型',
      value: query.service,
      choices: choicesOf(SERVICES),
      part: (value) => ({ service: value as ServiceKind | null }),
    },
  ],
}

export const fieldsOf: Fields = (query, codes) => FIELDS[query.tab](query, codes)
