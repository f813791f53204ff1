import { noLine, type Answered, type Asked } from '@/sync/line'
import { told } from '@/sync/proof/answers'

/** A bad line: what may happen to one question. */
export const FAULTS = [
  'request lost',
  'answer lost',
  'cut off',
  'answered twice',
  'delayed',
  '401',
  '403',
  '413',
  '429',
  '500',
  '502',
] as const
export type Fault = (typeof FAULTS)[number]

/** Hands over an answer that is lines; of one that is cut off the second half never comes. */
export function inLines(asked: Asked, answer: Answered, isCut: boolean): Answered {
  if (!asked.onLine || !Array.isArray(answer.body)) return answer
  const lines = isCut ? answer.body.slice(0, Math.floor(answer.body.length / 2)) : answer.body
  lines.forEach(asked.onLine)
  return { ...answer, body: null }
}

/** Half an answer is none, unless it comes in lines. */
const isLost = (fault: Fault | null, { body }: Answered): boolean =>
  fault === 'answer lost' || (fault === 'cut off' && !Array.isArray(body))

/** The question over a bad line; `hold` keeps an answer back until it is let go. */
export async function over(
  fault: Fault | null,
  answer: () => Answered | Promise<Answered>,
  hold: () => Promise<void>,
): Promise<Answered> {
  if (fault === 'request lost') throw noLine()
  if (fault !== null && Number(fault) >= 400) return told(Number(fault))
  const first = await answer()
  if (isLost(fault, first)) throw noLine()
  if (fault === 'delayed') await hold()
  return fault === 'answered twice' ? answer() : first
}
