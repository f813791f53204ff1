import { dayTime } from '@/data/clock'
import type { Channel, EventDetail, Level } from '@/data/types'

const CHANNELS: Record<Channel, string> = {
  WORKER: '网格员上报',
  RESIDENT: '居民上报',
  HOTLINE: '12345热线',
  DEPARTMENT: '部门移交',
  SENSOR: '感知设备',
  LEADER: '领导交办',
  MEDIA: '媒体反映',
  PATROL: '巡查发现',
}

const LEVELS: Record<Level, string> = {
  GRID: '网格',
  COMMUNITY: '社区',
  STREET: '街道',
  DISTRICT: '区县',
  CITY: '市级',
}

type Fact = [label: string, value: string]

/** What is known of an event, as label and value; what is not known is left out. */
export function factsOf(event: EventDetail, now: number): Fact[] {
  const facts: [string, string | null | undefined][] = [
    ['编号', event.number],
    ['来源', CHANNELS[event.channel]],
    ['上报时间', dayTime(event.reported_at, now)],
    ['上报人', reporterOf(event)],
    ['所在网格', event.grid?.name],
    ['当前层级', LEVELS[event.level]],
    ['责任单位', event.unit?.name],
    ...filedFacts(event, now),
    ['评价', event.rating === null ? null : `${event.rating}分`],
  ]
  return facts.filter((fact): fact is Fact => !!fact[1] && fact[1].trim() !== '')
}

function reporterOf({ reporter }: EventDetail): string | null {
  if (!reporter) return null
  return reporter.anonymous ? '匿名' : `${reporter.name} ${reporter.phone}`
}

function filedFacts(event: EventDetail, now: number): [string, string | null | undefined][] {
  const { condition, asked, deadlines, assists } = event
  return [
    ['立案条件', condition?.text],
    ['处置时限', condition?.limit_label],
    ...deadlines.map(({ label, due_at }): Fact => [label, dayTime(due_at, now)]),
    ...assists.map(({ unit, done, note }): Fact => {
      return ['协办', `${unit.name}：${done ? note || '已完成' : '办理中'}`]
    }),
    ['申请中', asked && `到${dayTime(asked.until, now)}，${asked.reason}`],
  ]
}
