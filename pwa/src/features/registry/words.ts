import { ageOn, dayWords, localDay } from '@/data/citizen'
import type { Purpose, RoleKind, RoomRow, SourceCode, VisitKind } from '@/data/registry'

/** In the order of how often a worker looks for them. */
export const ROLES: Record<RoleKind, string> = {
  LIVING_ALONE: '独居老人',
  FLOATING: '流动人口',
  PREGNANT: '孕产妇',
  DISABLED: '残疾人',
  HARDSHIP: '困难群众',
  LEFT_BEHIND: '留守人员',
  NEWBORN: '新生儿',
  ELDERLY_ALLOWANCE: '高龄津贴',
  VETERAN: '退役军人',
}

/** A code list says 子 and 女 for short, which beside a name read as the sex. */
const KIN: Record<string, string> = { 子: '儿子', 女: '女儿' }
export const kinWords = (label: string): string => KIN[label] ?? label

export const VISITS: Record<VisitKind, string> = {
  COLLECT: '信息采集',
  CARE: '关爱走访',
  SAFETY: '安全检查',
  SERVICE: '代办服务',
  PUBLICITY: '政策宣传',
}

export const SOURCES: Record<SourceCode, string> = {
  DOOR: '入户采集',
  RESIDENT: '居民自报',
  IMPORT: '表格导入',
  DEPARTMENT: '部门共享',
  SYNTHETIC: '演示数据',
}

export const PURPOSES: Record<Purpose, string> = {
  VISIT: '入户走访联系',
  VERIFY: '核对身份信息',
  SERVICE: '办理民生服务',
  EMERGENCY: '应急处置',
  CASE: '办理事件',
}

export const ORG_ROLES: Record<string, string> = {
  LEGAL: '法定代表人',
  HEAD: '负责人',
  SECURITY: '治保负责人',
  CONTACT: '联系人',
}

/** Fields as the journal and the sources name them. */
const FIELDS: Record<string, string> = {
  name: '姓名',
  sex: '性别',
  born_on: '出生日期',
  doc_kind: '证件种类',
  document: '证件号码',
  phone: '电话',
  education: '学历',
  marriage: '婚姻状况',
  political: '政治面貌',
  work_place: '工作单位',
  household_area: '户籍区划',
  household_address: '户籍地址',
  kinship: '与户主关系',
}

export const fieldWords = (fields: string[]): string =>
  fields
    .map((field) => FIELDS[field])
    .filter(Boolean)
    .join('、')

const SEXES: Record<string, string> = { '1': '男', '2': '女' }

/** 男 · 46岁 */
export function sexAge(person: { sex: string; born_on: string | null }, now: number): string {
  const age = person.born_on ? `${ageOn(person.born_on, localDay(new Date(now)))}岁` : ''
  return [SEXES[person.sex], age].filter(Boolean).join(' · ')
}

type Door = Pick<RoomRow, 'number' | 'unit' | 'building'>

/** 2号楼1单元501室: what stands on the door; the address says the street. */
export function doorName({ building, unit, number }: Door): string {
  return `${building.name}${unit}${/\d$/.test(number) ? `${number}室` : number}`
}

const DAY = 86_400_000
export const STALE_DAYS = 180

export const isStale = (confirmedAt: string, now: number): boolean =>
  now - new Date(confirmedAt).getTime() > STALE_DAYS * DAY

/** 今天核实 · 12天前核实 · 8个月前核实 · 2年前核实 */
export function confirmedWords(confirmedAt: string, now: number): string {
  const days = Math.floor((now - new Date(confirmedAt).getTime()) / DAY)
  if (days < 1) return '今天核实'
  if (days < 60) return `${days}天前核实`
  if (days < 730) return `${Math.floor(days / 30)}个月前核实`
  return `${Math.floor(days / 365)}年前核实`
}

/** The server keeps notes in one line; who dictates or presses Enter is not to be refused for it. */
export const oneLine = (text: string): string => text.trim().replace(/\s*[\r\n]+\s*/g, ' ')

export const dayOf = (at: string): string => dayWords(localDay(new Date(at)))
