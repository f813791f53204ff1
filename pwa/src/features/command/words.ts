import type { Channel, Level, Light, StateCode } from '@/data/types'

export const LIGHTS: Record<Light, string> = { GREEN: '正常', YELLOW: '将到期', RED: '已超期' }

export const LEVELS: Record<Level, string> = {
  GRID: '网格',
  COMMUNITY: '社区',
  STREET: '街道',
  DISTRICT: '区县',
  CITY: '市',
}

export const CHANNELS: Record<Channel, string> = {
  WORKER: '网格员上报',
  RESIDENT: '居民上报',
  HOTLINE: '热线',
  DEPARTMENT: '部门转办',
  SENSOR: '物联感知',
  LEADER: '领导交办',
  MEDIA: '媒体',
  PATROL: '专项巡查',
}

export const SEVERITIES: Record<string, string> = {
  SIMPLE: '简易',
  ORDINARY: '一般',
  PROMINENT: '突出',
  MAJOR: '重大',
}

export const RINGS = { SMALL: '小环', BIG: '大环' } as const

export const DIRECTIONS: Record<string, string> = {
  BOTTOM_UP: '自下而上',
  TOP_DOWN: '自上而下',
}

export const GRADES: Record<string, string> = {
  PLAIN: '普通督办',
  YELLOW: '黄牌督办',
  RED: '红牌督办',
}

export const ASKED: Record<string, string> = {
  EXTENSION: '申请延期',
  SUSPENSION: '申请挂账',
}

export const PHOTO_KINDS: Record<string, string> = {
  REPORT: '上报',
  BEFORE: '处置前',
  AFTER: '处置后',
  CHECK: '核查',
}

/** In the order of a matter's life; `mark` is the one character it wears on the map. */
export const STATES: Record<StateCode, { label: string; mark: string }> = {
  REPORTED: { label: '待受理', mark: '受' },
  ACCEPTED: { label: '已受理', mark: '立' },
  VERIFYING: { label: '核实中', mark: '实' },
  FILED: { label: '待派遣', mark: '派' },
  DISPATCHED: { label: '待签收', mark: '签' },
  HANDLING: { label: '处置中', mark: '处' },
  REPLIED: { label: '待核查', mark: '查' },
  CHECKING: { label: '核查中', mark: '查' },
  CHECKED: { label: '待结案', mark: '结' },
  SUSPENDED: { label: '挂账', mark: '挂' },
  CLOSED: { label: '已结案', mark: '完' },
  REFUSED: { label: '不予受理', mark: '拒' },
  NOT_FILED: { label: '不立案', mark: '否' },
  VOID: { label: '已作废', mark: '废' },
  MERGED: { label: '已合并', mark: '并' },
}

const ENDED = new Set<StateCode>(['CLOSED', 'REFUSED', 'NOT_FILED', 'VOID', 'MERGED'])

export const isEnded = (state: StateCode): boolean => ENDED.has(state)

export const nameOf = (place: { name: string } | string | null | undefined): string =>
  typeof place === 'string' ? place : (place?.name ?? '')
