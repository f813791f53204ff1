const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** 5分钟 · 2小时 · 3天: one unit, rounded down, as people say it. */
export function span(milliseconds: number): string {
  const length = Math.abs(milliseconds)
  if (length < MINUTE) return '不到1分钟'
  if (length < HOUR) return `${Math.floor(length / MINUTE)}分钟`
  if (length < 2 * DAY) return `${Math.floor(length / HOUR)}小时`
  return `${Math.floor(length / DAY)}天`
}

export function remaining(dueAt: string, now: number): string {
  const left = new Date(dueAt).getTime() - now
  return left >= 0 ? `还剩${span(left)}` : `超时${span(left)}`
}

export function ago(at: string, now: number): string {
  const past = now - new Date(at).getTime()
  return past < MINUTE ? '刚刚' : `${span(past)}前`
}

const pad = (n: number): string => String(n).padStart(2, '0')
const midnight = (date: Date): number => new Date(date).setHours(0, 0, 0, 0)

/** 今天 14:05 · 昨天 09:30 · 3月5日 08:00 · 2025年12月31日 23:59 */
export function dayTime(at: string, now: number): string {
  const date = new Date(at)
  const today = new Date(now)
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}`
  const days = Math.round((midnight(date) - midnight(today)) / DAY)
  const word = { '-1': '昨天', 0: '今天', 1: '明天' }[days]
  if (word) return `${word} ${time}`
  const year = date.getFullYear() === today.getFullYear() ? '' : `${date.getFullYear()}年`
  return `${year}${date.getMonth() + 1}月${date.getDate()}日 ${time}`
}
