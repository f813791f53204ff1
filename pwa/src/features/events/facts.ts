import { dayTime } from '@/data/clock'
import type { EventDetail } from '@/data/types'
import { APPEALS, CHANNELS, LEVELS } from '@/features/events/words'

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
  if (reporter.anonymous) return '匿名'
  return [reporter.name, reporter.phone].filter(Boolean).join(' ')
}

function filedFacts(event: EventDetail, now: number): [string, string | null | undefined][] {
  return [
    ['立案条件', event.condition?.text],
    ['处置时限', event.condition?.limit_label],
    ...event.deadlines.map(({ label, due_at }): Fact => [`${label}截止`, dayTime(due_at, now)]),
    ...event.assists.map(({ unit, done, done_note }): Fact => {
      return ['协办', `${unit}：${done ? done_note || '已完成' : '办理中'}`]
    }),
    ['申诉', APPEALS[event.appeal]],
    ['并入', event.merged_into],
  ]
}
