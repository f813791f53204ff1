import { noLine, type Answered } from '@/sync/line'
import { told } from '@/sync/proof/farEnd'

/** A bad line: what may happen to one question. */
export const FAULTS = [
  'request lost',
  'answer lost',
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

/** The question over a bad line; `hold` keeps an answer back until it is let go. */
export async function over(
  fault: Fault | null,
  answer: () => Answered | Promise<Answered>,
  hold: () => Promise<void>,
): Promise<Answered> {
  if (fault === 'request lost') throw noLine()
  if (fault !== null && Number(fault) >= 400) return told(Number(fault))
  const first = await answer()
  if (fault === 'answer lost') throw noLine()
  if (fault === 'delayed') await hold()
  return fault === 'answered twice' ? answer() : first
}
