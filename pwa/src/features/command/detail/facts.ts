import { dayTime } from '@/data/clock'
import type { EventDetail } from '@/data/types'
import { CHANNELS, DIRECTIONS, nameOf, SEVERITIES } from '@/features/command/words'

export interface Fact {
  term: string
  words: string
  wide?: boolean
}

const APPEALS: Record<string, string> = {
  ASKED: '待初审',
  REVIEWED: '待终审',
  UPHELD: '成立，不计入考核',
  DISMISSED: '不成立',
}

const COUNTERS: Record<string, string> = {
  returns: '退回',
  reworks: '返工',
  redispatches: '改派',
  nudges: '催办',
  extensions: '延期',
  suspensions: '挂账',
  reopened: '重开',
}

export function factsOf(detail: EventDetail, now: number): Fact[] {
  const facts: Fact[] = [
    { term: '位置', words: detail.place_text, wide: true },
    { term: '网格', words: nameOf(detail.grid), wide: true },
    { term: '责任单位', words: detail.unit?.name ?? '', wide: true },
    { term: '立案条件', words: conditionWords(detail), wide: true },
    { term: '来源', words: CHANNELS[detail.channel] },
    { term: '方向', words: DIRECTIONS[detail.direction] ?? '' },
    { term: '严重程度', words: SEVERITIES[detail.severity] ?? detail.severity },
    { term: '上报人', words: reporterWords(detail) },
    { term: '上报时间', words: dayTime(detail.reported_at, now) },
    { term: '最近变动', words: dayTime(detail.moved_at, now) },
    { term: '经过', words: counted(detail), wide: true },
    { term: '申诉', words: APPEALS[detail.appeal] ?? '' },
    { term: '并入', words: detail.merged_into ?? '' },
    { term: '给上报人的答复', words: detail.answer, wide: true },
    { term: '评价', words: ratingWords(detail), wide: true },
  ]
  return facts.filter(({ words }) => words !== '')
}

function conditionWords({ condition }: EventDetail): string {
  return condition ? `${condition.text}（处置时限 ${condition.limit_label}）` : ''
}

/** Masked by the server; nothing is shown of those who did not leave it. */
function reporterWords({ reporter }: EventDetail): string {
  if (!reporter) return ''
  if (reporter.anonymous) return '匿名'
  return [reporter.name, reporter.phone].filter(Boolean).join(' ') || '未留联系方式'
}

function counted({ counters }: EventDetail): string {
  return Object.entries(COUNTERS)
    .filter(([name]) => (counters[name] ?? 0) > 0)
    .map(([name, words]) => `${words} ${counters[name]} 次`)
    .join('，')
}

function ratingWords({ rating, rating_text }: EventDetail): string {
  if (rating === null) return ''
  return [`${rating} 分`, rating_text].filter(Boolean).join('，')
}
