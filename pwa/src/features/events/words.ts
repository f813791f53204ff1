import type { Channel, Level } from '@/data/types'

export const LEVELS: Record<Level, string> = {
  GRID: '网格',
  COMMUNITY: '社区',
  STREET: '街道',
  DISTRICT: '区县',
  CITY: '市级',
}

export const CHANNELS: Record<Channel, string> = {
  WORKER: '网格员上报',
  RESIDENT: '居民上报',
  HOTLINE: '12345热线',
  DEPARTMENT: '部门移交',
  SENSOR: '感知设备',
  LEADER: '领导交办',
  MEDIA: '媒体反映',
  PATROL: '巡查发现',
}

export const GRADES: Record<string, string> = {
  PLAIN: '督办',
  YELLOW: '黄牌督办',
  RED: '红牌督办',
}

export const APPEALS: Record<string, string> = {
  ASKED: '待初审',
  REVIEWED: '待终审',
  UPHELD: '成立，不计入考核',
  DISMISSED: '不成立',
}
