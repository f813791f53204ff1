import { dayTime } from '@/data/clock'
import type { EventDetail, EventPhoto, TimelineEntry } from '@/data/types'
import { GRADES, LEVELS, STATES } from '@/features/command/words'

export interface Happened {
  entry: number
  at: string
  label: string
  who: string
  into: string
  facts: [term: string, words: string][]
  photos: EventPhoto[]
  voices: TimelineEntry['voices']
  awaited: TimelineEntry['awaited']
}

const TERMS: Record<string, string> = {
  unit: '责任单位',
  co_units: '协办单位',
  condition: '立案条件',
  limit: '时限',
  until: '到何时',
  grade: '等级',
  score: '评分',
  into_number: '并入',
  reason: '原因',
  note: '说明',
  answer: '答复',
}

/** Newest first, each with what was said in the words of the screens. */
export function happened(detail: EventDetail, now: number): Happened[] {
  const photos = new Map(detail.photos.map((photo) => [photo.id, photo]))
  return detail.timeline
    .map((moment) => ({
      entry: moment.entry,
      at: moment.at,
      label: moment.label,
      who: moment.who,
      into: lead(moment),
      facts: factsOf(moment, now),
      photos: moment.photos.flatMap((id) => photos.get(id) ?? []),
      voices: moment.voices,
      awaited: moment.awaited,
    }))
    .sort((a, b) => b.entry - a.entry)
}

/** Where it led: the state, and who held it when that is said. */
function lead({ into, level }: TimelineEntry): string {
  const state = Object.hasOwn(STATES, into) ? STATES[into as keyof typeof STATES].label : into
  const holder = Object.hasOwn(LEVELS, level) ? LEVELS[level as keyof typeof LEVELS] : ''
  return [state, holder].filter(Boolean).join(' · ')
}

function factsOf(moment: TimelineEntry, now: number): [string, string][] {
  const said = { reason: moment.reason, note: moment.note, ...moment.said }
  return Object.entries(TERMS).flatMap(([name, term]): [string, string][] => {
    const value = (said as Record<string, unknown>)[name]
    const words = spoken(name, value, now)
    return words === '' ? [] : [[term, words]]
  })
}

function spoken(name: string, value: unknown, now: number): string {
  if (Array.isArray(value)) return value.map(String).join('、')
  if (typeof value === 'number') return name === 'score' ? `${value} 分` : String(value)
  if (typeof value !== 'string') return ''
  if (name === 'until') return dayTime(value, now)
  return name === 'grade' ? (GRADES[value] ?? value) : value
}
