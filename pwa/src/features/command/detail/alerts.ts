import { dayTime } from '@/data/clock'
import type { EventDetail } from '@/data/types'
import { ASKED, GRADES } from '@/features/command/words'

interface Alert {
  title: string
  words: string
  tone: 'grave' | 'warn'
}

const APPEALS: Record<string, string> = { ASKED: '申诉待初审', REVIEWED: '申诉待终审' }

/** What is open beside the main road and waits for somebody. */
export function alertsOf(detail: EventDetail, now: number): Alert[] {
  return [supervision(detail), asking(detail, now), appeal(detail)].filter(
    (alert) => alert !== null,
  )
}

function supervision(detail: EventDetail): Alert | null {
  if (!detail.supervision_open) return null
  const title = `${GRADES[detail.supervised] ?? '督办'}，待回复`
  return { title, words: lastSaid(detail, 'supervise', 'note'), tone: 'grave' }
}

function asking({ asked_for: asked }: EventDetail, now: number): Alert | null {
  if (!asked) return null
  const title = `${ASKED[asked.kind] ?? asked.label}至 ${dayTime(asked.until, now)}，待审批`
  return { title, words: asked.reason, tone: 'warn' }
}

function appeal(detail: EventDetail): Alert | null {
  const title = APPEALS[detail.appeal]
  return title ? { title, words: lastSaid(detail, 'appeal', 'reason'), tone: 'warn' } : null
}

function lastSaid(detail: EventDetail, verb: string, what: 'note' | 'reason'): string {
  return detail.timeline.findLast((entry) => entry.verb === verb)?.[what] ?? ''
}
