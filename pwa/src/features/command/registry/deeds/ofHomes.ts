import type {
  BuildingDetail,
  Kind,
  OrganisationDetail,
  PartDetail,
  RoomDetail,
  TenureOfRoom,
} from '@/data/registryDesk'
import type { Deed, Field, Values } from '@/features/command/registry/deeds/deed'
import { visit } from '@/features/command/registry/deeds/ofCare'
import { HOW, HOW_BEGUN } from '@/features/command/registry/deeds/ofPerson'
import { PART_STATES, choicesOf, todayOf } from '@/features/command/registry/words'

type Spec = [name: string, label: string, kind: Field['kind'], more?: Partial<Field>]

function correcting(kind: Kind, row: { id: string }, specs: Spec[]): Deed {
  const now = row as unknown as Values
  const fields = specs.map(([name, label, shape, more]): Field => ({
    name,
    label,
    kind: shape,
    ...more,
  }))
  const begun = Object.fromEntries(
    specs.map(([name]) => {
      const text = now[name] ?? null
      return [name, typeof text === 'string' && text.includes('*') ? '' : text]
    }),
  )
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
    ['floor', '楼层', 'number'],
    ['area_m2', '面积（平方米）', 'number'],
    ['use', '房屋用途', 'choice', { list: 'BUILDING_USE' }],
    ['hazard', '隐患类型', 'choice', { list: 'ROOM_HAZARD' }],
    ['rent_use', '出租用途', 'choice', { list: 'RENT_USE' }],
    ['plate_code', '门牌二维码编号', 'text', { longest: 40 }],
    ['std_address_code', '标准地址编码', 'text', { longest: 40 }],
    ['rented', '出租', 'tick'],
  ]
  return [correcting('rooms', room, specs), visit('room', room.id)]
}

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
    ['floors', '层数', 'number'],
    ['std_address_code', '标准地址编码', 'text', { longest: 40 }],
  ]
  return [correcting('buildings', building, specs)]
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
    ['staff', '员工数', 'number'],
    ['hazard', '隐患类型', 'choice', { list: 'ORG_HAZARD' }],
    ['attention', '关注程度', 'choice', { list: 'ATTENTION' }],
    ['closed_on', '停业日期', 'date', { hint: '在营请留空' }],
  ]
  return [correcting('organisations', organisation, specs), visit('organisation', organisation.id)]
}

export function deedsOfPart(part: PartDetail): Deed[] {
  if (!part.may.includes('correct')) return []
  const specs: Spec[] = [
    ['name', '名称', 'text', { required: true, longest: 60 }],
    ['code', '部件代码', 'text', { required: true, longest: 20 }],
    ['state', '状态', 'choice', { required: true, choices: choicesOf(PART_STATES) }],
  ]
  return [correcting('parts', part, specs)]
}
