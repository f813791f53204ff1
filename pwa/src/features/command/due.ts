import { span } from '@/data/clock'
import { lightOf } from '@/data/light'
import type { EventRow } from '@/data/types'
import { isEnded, LIGHTS } from '@/features/command/words'

type Timed = Pick<EventRow, 'state' | 'light' | 'due_at' | 'warn_at'>

/** 还剩2小时 · 将到期 还剩5分钟 · 已超期3小时 */
export function dueWords(row: Timed, now: number): string {
  if (isEnded(row.state)) return ''
  const light = lightOf(row, now)
  if (row.due_at === null) return light === 'GREEN' ? '不计时' : LIGHTS[light]
  const left = new Date(row.due_at).getTime() - now
  if (light === 'RED') return left <= 0 ? `${LIGHTS.RED} ${span(left)}` : LIGHTS.RED
  return `${light === 'YELLOW' ? `${LIGHTS.YELLOW} ` : ''}还剩 ${span(left)}`
}
