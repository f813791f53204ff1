import { dayTime } from '@/data/clock'
import type { EventDetail, EventPhoto, TimelineEntry } from '@/data/types'
import { GRADES } from '@/features/events/words'

const TERMS: [name: string, term: string][] = [
  ['unit', '责任单位'],
  ['co_units', '协办单位'],
  ['condition', '立案条件'],
  ['limit', '处置时限'],
  ['until', '到'],
  ['grade', '等级'],
  ['score', '评分'],
  ['into_number', '并入'],
  ['reason', '原因'],
  ['answer', '答复'],
]

export interface Happened {
  key: number
  at: string
  label: string
  who: string
  lines: string[]
  photos: EventPhoto[]
  voices: TimelineEntry['voices']
  awaited: TimelineEntry['awaited']
}

/** Newest first, with what was said at each step in people's words. */
export function happened({ timeline, photos }: EventDetail, now: number): Happened[] {
  return timeline
    .map((moment) => ({
      key: moment.entry,
      at: moment.at,
      label: moment.label,
      who: moment.who,
      lines: linesOf(moment, now),
      photos: photos.filter(({ id }) => moment.photos.includes(id)),
      voices: moment.voices,
      awaited: moment.awaited,
    }))
    .sort((a, b) => b.key - a.key)
}

function linesOf({ note, said }: TimelineEntry, now: number): string[] {
  const told = TERMS.flatMap(([name, term]) => {
    const words = spoken(name, said[name], now)
    return words === '' ? [] : [`${term}：${words}`]
  })
  return note === '' ? told : [note, ...told]
}

function spoken(name: string, value: unknown, now: number): string {
  if (Array.isArray(value)) return value.map(String).join('、')
  if (typeof value === 'number') return name === 'score' ? `${value}分` : String(value)
  if (typeof value !== 'string') return ''
  if (name === 'until') return dayTime(value, now)
  return name === 'grade' ? (GRADES[value] ?? value) : value
}

/** What stands open beside the main road, and in whose words. */
export function openAsks(event: EventDetail, now: number): { title: string; words: string }[] {
  const { asked_for: asked, supervision_open: isWatched } = event
  const watch = isWatched && {
    title: `${GRADES[event.supervised] ?? '督办'}，待回复`,
    words: lastNote(event, 'supervise'),
  }
  const ask = asked && {
    title: `${asked.label}到${dayTime(asked.until, now)}，待审批`,
    words: asked.reason,
  }
  return [watch, ask].filter((one) => !!one)
}

const lastNote = ({ timeline }: EventDetail, verb: string): string =>
  [...timeline].reverse().find((moment) => moment.verb === verb)?.note ?? ''
