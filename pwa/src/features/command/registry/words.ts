import type { Kind, OrgRole, RoleKind, ServiceKind, SourceCode } from '@/data/registryDesk'
import type { Choice } from '@/data/types'

export const KINDS: Record<Kind, string> = {
  people: '人口',
  rooms: '房屋',
  buildings: '楼栋',
  organisations: '单位',
  parts: '部件',
  'service-places': '服务点',
}

/** One of them. */
export const ONE: Record<Kind, string> = { ...KINDS, people: '人员' }

/** The word one counts them with. */
export const COUNTED: Record<Kind, string> = {
  people: '人',
  rooms: '套',
  buildings: '栋',
  organisations: '家',
  parts: '个',
  'service-places': '处',
}

export const SOURCES: Record<SourceCode, string> = {
  DOOR: '入户采集',
  RESIDENT: '居民自报',
  IMPORT: '表格导入',
  DEPARTMENT: '部门共享',
  SYNTHETIC: '合成数据',
}

export const ROLES: Record<RoleKind, string> = {
  FLOATING: '流动人口',
  LEFT_BEHIND: '留守人员',
  LIVING_ALONE: '独居老人',
  DISABLED: '残疾人',
  HARDSHIP: '困难群众',
  PREGNANT: '孕产妇',
  NEWBORN: '新生儿',
  ELDERLY_ALLOWANCE: '高龄津贴',
  VETERAN: '退役军人',
}

export const SEXES: Record<string, string> = { 1: '男', 2: '女' }

export const ORG_ROLES: Record<OrgRole, string> = {
  LEGAL: '法定代表人',
  HEAD: '负责人',
  SECURITY: '治保负责人',
  CONTACT: '联系人',
}

export const TENURES: Record<string, string> = {
  OWNER: '产权人',
  TENANT: '承租人',
  REGISTERED: '户籍在此',
}

export const SERVICES: Record<ServiceKind, string> = {
  HYDRANT: '消火栓',
  AED: '自动除颤器',
  SHELTER: '应急避难场所',
  CLINIC: '社区卫生服务站',
  SERVICE_POINT: '便民服务点',
  CANTEEN: '幸福食堂',
  POLICE: '警务室',
}

export const PART_STATES: Record<string, string> = {
  GOOD: '完好',
  DAMAGED: '破损',
  LOST: '丢失',
  REMOVED: '废除',
}

export const VISITS: Record<string, string> = {
  COLLECT: '信息采集',
  CARE: '关爱走访',
  SAFETY: '安全检查',
  SERVICE: '代办服务',
  PUBLICITY: '政策宣传',
}

export const PURPOSES: Record<string, string> = {
  VISIT: '入户走访联系',
  VERIFY: '核对身份信息',
  SERVICE: '办理民生服务',
  EMERGENCY: '应急处置',
  CASE: '办理事件',
}

export const SECRETS: Record<string, string> = {
  name: '姓名',
  document: '证件号码',
  phone: '电话',
}

export const REQUESTS: Record<string, string> = {
  COPY: '查阅复制',
  CORRECTION: '更正补充',
  ERASURE: '删除',
}

/** Fields as the journal and the sources name them. */
export const FIELDS: Record<string, string> = {
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
  room: '现住房屋',
  roles: '类别',
  tenures: '房屋关系',
  household: '户',
  left_on: '迁出日期',
  died_on: '去世日期',
  address: '地址',
  number: '房号',
  unit: '单元',
  floor: '楼层',
  floors: '层数',
  std_address_code: '标准地址编码',
  plate_code: '门牌二维码',
  use: '房屋用途',
  area_m2: '面积',
  rented: '出租',
  rent_use: '出租用途',
  hazard: '隐患',
  kind: '类别',
  uscc: '统一社会信用代码',
  staff: '员工数',
  attention: '关注程度',
  closed_on: '停业日期',
  people: '人员',
  code: '部件代码',
  state: '状态',
  owner: '权属单位',
  maintainer: '养护单位',
  hours: '服务时间',
  place: '位置',
}

export const choicesOf = (words: Record<string, string>): Choice[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** 1984年5月1日 (42岁), of dates without a time. */
export function day(on: string | null): string {
  const [year, month, date] = (on ?? '').split('-').map(Number)
  return year && month && date ? `${year}年${month}月${date}日` : ''
}

export function ageOf(bornOn: string | null, now: number): number | null {
  const [year, month, date] = (bornOn ?? '').split('-').map(Number)
  if (!year || !month || !date) return null
  const today = new Date(now)
  const hadBirthday =
    today.getMonth() + 1 > month || (today.getMonth() + 1 === month && today.getDate() >= date)
  return today.getFullYear() - year - (hadBirthday ? 0 : 1)
}

const pad = (n: number): string => String(n).padStart(2, '0')

/** Today as the server's forms want it. */
export function todayOf(now: number): string {
  const today = new Date(now)
  return `${today.getFullYear()}-${pad(today.getMonth() + 1)}-${pad(today.getDate())}`
}
