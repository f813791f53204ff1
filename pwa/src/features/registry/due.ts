import { localDay } from '@/data/citizen'
import type { Visit } from '@/data/registry'

const DAY = 86_400_000
/** So many days ahead somebody may plan the way. */
const AHEAD = 3

/** The day on which the next visit was promised: by the newest visit, for a later one takes its place. */
export function nextVisitOn(visits: Pick<Visit, 'at' | 'next_on'>[]): string | null {
  const newest = visits.reduce<Pick<Visit, 'at' | 'next_on'> | null>(
    (last, one) => (last && last.at >= one.at ? last : one),
    null,
  )
  return newest?.next_on ?? null
}

export const isDue = (next: string | null, now: number): next is string =>
  next !== null && next <= localDay(new Date(now + AHEAD * DAY))

/** 今天该走访 · 3天后该走访 · 已超12天 */
export function dueWords(next: string, now: number): string {
  const days = Math.round((Date.parse(next) - Date.parse(localDay(new Date(now)))) / DAY)
  if (days === 0) return '今天该走访'
  return days > 0 ? `${days}天后该走访` : `该走访，已超${-days}天`
}
