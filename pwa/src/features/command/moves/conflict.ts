import { dayTime } from '@/data/clock'
import type { Refusal } from '@/data/refusal'
import type { EventDetail } from '@/data/types'

const latest = (detail: EventDetail) =>
  detail.timeline.reduce<EventDetail['timeline'][number] | undefined>(
    (last, entry) => (!last || entry.entry > last.entry ? entry : last),
    undefined,
  )

/** Who moved it on, when and to where; what the server said alone when that is unknown. */
export function conflictWords(refusal: Refusal, detail: EventDetail | null, now: number): string {
  const last = detail ? latest(detail) : undefined
  if (refusal.code !== 'moved_on' || !detail || !last) return refusal.message
  const who = last.who || '其他人员'
  return `${dayTime(last.at, now)} ${who}已做“${last.label}”，现在是“${detail.state_label}”。您填写的内容仍在，请看最新情况后再定。`
}
