import type {
  BuildingDetail,
  Kind,
  OrganisationDetail,
  PartDetail,
  RoomDetail,
  ServicePlaceDetail,
  TenureOfRoom,
} from '@/data/registryDesk'
import type {
  Deed,
  Field,
  Hit,
  Responsible,
  Value,
  Values,
} from '@/features/command/registry/deeds/deed'
import { visit } from '@/features/command/registry/deeds/ofCare'
import { HOW, HOW_BEGUN } from '@/features/command/registry/deeds/ofPerson'
import {
  PART_STATES,
  SERVICES,
  TENURES,
  choicesOf,
  todayOf,
} from '@/features/command/registry/words'

type Spec = [name: string, label: string, kind: Field['kind'], more?: Partial<Field>]

const maskedAsBlank = (value: Value): Value =>
  typeof value === 'string' && value.includes('*') ? '' : value

const SPOT: Spec = ['spot', '位置', 'spot']
const spotOf = ({ lon, lat }: { lon: number; lat: number }) => ({ spot: { lon, lat } })

function correcting(kind: Kind, row: { id: string }, specs: Spec[], more: Values = {}): Deed {
  const now = { ...(row as unknown as Values), ...more }
  const fields = specs.map(([name, label, shape, rest]): Field => ({
    name,
    label,
    kind: shape,
    ...rest,
  }))
  const begun = Object.fromEntries(specs.map(([name]) => [name, maskedAsBlank(now[name] ?? null)]))
  return {
    label: '更正',
    title: '更正资料',
    to: { kind, id: row.id, verb: 'correct' },
    fields: [...fields, ...HOW],
    begun: { ...begun, ...HOW_BEGUN },
    corrects: true,
  }
}

export function deedsOfRoom(room: RoomDetail): Deed[] {
  if (!room.may.includes('correct')) return []
  const specs: Spec[] = [
    ['address', '地址', 'text', { required: true, longest: 150 }],
    ['number', '房号', 'text', { required: true, longest: 20 }],
    ['unit', '单元', 'text', { longest: 20 }],
    ['floor', '楼层', 'number', { within: [-10, 200] }],
    ['area_m2', '面积（平方米）', 'number', { within: [0, 999999] }],
    ['use', '房屋用途', 'choice', { list: 'BUILDING_USE' }],
    ['hazard', '隐患类型', 'choice', { list: 'ROOM_HAZARD' }],
    ['rent_use', '出租用途', 'choice', { list: 'RENT_USE' }],
    ['plate_code', '门牌二维码编号', 'text', { longest: 40 }],
    ['std_address_code', '标准地址编码', 'text', { longest: 40 }],
    ['rented', '出租', 'tick'],
  ]
  return [correcting('rooms', room, specs), addTenure(room), visit('room', room.id)]
}

/** Who lives here moves in; owners, tenants and whoever is registered here are told of the room. */
const addTenure = (room: RoomDetail): Deed => ({
  label: '登记',
  title: '登记产权人、承租人',
  to: { kind: 'rooms', id: room.id, verb: 'add_tenure' },
  fields: [
    { name: 'person', label: '人员', kind: 'picked', of: 'people', required: true },
    { name: 'kind', label: '关系', kind: 'choice', required: true, choices: choicesOf(TENURES) },
    { name: 'from_on', label: '开始日期', kind: 'date', required: true },
  ],
  begun: { person: null, kind: '', from_on: todayOf(Date.now()) },
  words: '人员要先在人口里登记过。住在这里的人请用此人页面上的“搬到另一处”。',
})

export const endTenure = (room: RoomDetail, tenure: TenureOfRoom, now: number): Deed => ({
  label: '结束',
  title: `结束“${tenure.label}”`,
  to: { kind: 'rooms', id: room.id, verb: 'end_tenure' },
  fields: [{ name: 'to_on', label: '结束日期', kind: 'date', required: true }],
  begun: { to_on: todayOf(now) },
  fixed: { tenure: tenure.id },
})

export function deedsOfBuilding(building: BuildingDetail): Deed[] {
  if (!building.may.includes('correct')) return []
  const specs: Spec[] = [
    ['name', '楼栋名称', 'text', { required: true, longest: 60 }],
    ['address', '地址', 'text', { required: true, longest: 120 }],
    ['kind', '建筑用途', 'choice', { list: 'BUILDING_USE' }],
    ['floors', '层数', 'number', { within: [0, 200] }],
    ['std_address_code', '标准地址编码', 'text', { longest: 40 }],
    SPOT,
  ]
  return [correcting('buildings', building, specs, spotOf(building))]
}

export function deedsOfOrganisation(organisation: OrganisationDetail): Deed[] {
  if (!organisation.may.includes('correct')) return []
  const { phone } = organisation
  const hint = phone.includes('*') ? `现为 ${phone}，不改请留空` : undefined
  const specs: Spec[] = [
    ['name', '名称', 'text', { required: true }],
    ['uscc', '统一社会信用代码', 'text', { longest: 30 }],
    ['kind', '单位类别', 'choice', { list: 'ORGANISATION' }],
    ['phone', '电话', 'text', { longest: 20, hint }],
    ['staff', '员工数', 'number', { within: [0, 1_000_000] }],
    ['hazard', '隐患类型', 'choice', { list: 'ORG_HAZARD' }],
    ['attention', '关注程度', 'choice', { list: 'ATTENTION' }],
    ['closed_on', '停业日期', 'date', { hint: '在营请留空' }],
    ['people', '负责人员', 'people'],
  ]
  const people = organisation.people.map(responsible)
  return [
    correcting('organisations', organisation, specs, { people }),
    ...(organisation.may.includes('move') ? [moveOrganisation(organisation)] : []),
    visit('organisation', organisation.id),
  ]
}

const responsible = ({
  id,
  role,
  name,
  phone,
}: OrganisationDetail['people'][number]): Responsible => ({
  id,
  role,
  name: '',
  phone: '',
  known: { name, phone },
})

const moveOrganisation = (organisation: OrganisationDetail): Deed => ({
  label: '迁址',
  title: '迁到新址',
  to: { kind: 'organisations', id: organisation.id, verb: 'move' },
  fields: [
    { name: 'address', label: '新地址', kind: 'text', required: true, longest: 150 },
    {
      name: 'spot',
      label: '新位置',
      kind: 'spot',
      required: true,
      wrong: ({ spot }) =>
        JSON.stringify(spot) === JSON.stringify(spotOf(organisation).spot)
          ? '位置还是原来的，请在地图上点新址'
          : '',
    },
  ],
  begun: { address: '', ...spotOf(organisation) },
  words: `现址：${organisation.address}`,
})

const hitOf = (unit: PartDetail['owner']): Hit | undefined =>
  unit ? { value: unit.id, label: unit.name, aside: '' } : undefined

export function deedsOfPart(part: PartDetail): Deed[] {
  if (!part.may.includes('correct')) return []
  const specs: Spec[] = [
    ['name', '名称', 'text', { required: true, longest: 60 }],
    ['code', '部件代码', 'text', { required: true, longest: 20 }],
    ['state', '状态', 'choice', { required: true, choices: choicesOf(PART_STATES) }],
    ['owner', '权属单位', 'picked', { of: 'units' }],
    ['maintainer', '养护单位', 'picked', { of: 'units' }],
    SPOT,
  ]
  const { owner, maintainer } = part
  const units = { owner: owner?.id ?? null, maintainer: maintainer?.id ?? null }
  const deed = correcting('parts', part, specs, { ...units, ...spotOf(part) })
  return [{ ...deed, known: { owner: hitOf(owner), maintainer: hitOf(maintainer) } }]
}

export function deedsOfServicePlace(place: ServicePlaceDetail): Deed[] {
  if (!place.may.includes('correct')) return []
  const specs: Spec[] = [
    ['name', '名称', 'text', { required: true, longest: 60 }],
    ['kind', '类型', 'choice', { required: true, choices: choicesOf(SERVICES) }],
    ['address', '地址', 'text', { longest: 150 }],
    ['phone', '电话', 'text', { longest: 20 }],
    ['hours', '服务时间', 'text', { longest: 100 }],
    SPOT,
  ]
  return [correcting('service-places', place, specs, spotOf(place))]
}
