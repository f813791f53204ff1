import { dayTime } from '@/data/clock'
import type { PhoneRow } from '@/data/phones'

export const unsentWords = ({ pending }: Pick<PhoneRow, 'pending'>): string =>
  pending > 0 ? `${pending}条` : '无'

/** What somebody who looks after phones has to know of this one first. */
export function stateOf(
  { lost_at: lost, evicted }: Pick<PhoneRow, 'lost_at' | 'evicted'>,
  now = Date.now(),
): { words: string; tone: 'bad' | 'warn' | 'calm' } {
  if (lost) return { words: `${dayTime(lost, now)}登记遗失`, tone: 'bad' }
  if (evicted) return { words: `手机清理掉${evicted}项`, tone: 'warn' }
  return { words: '正常', tone: 'calm' }
}
