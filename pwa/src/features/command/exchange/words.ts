import type { ImportRow } from '@/data/exchange'
import { isBusy } from '@/features/command/exchange/useRun'

const NUMBER = new Intl.NumberFormat('zh-CN')
const MOMENT = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

export const count = (many: number): string => NUMBER.format(many)
export const moment = (at: string): string => MOMENT.format(new Date(at))

type Tone = 'good' | 'bad' | 'busy' | 'calm'

export function toneOf(row: ImportRow): Tone {
  if (isBusy(row)) return 'busy'
  if (row.state === 'DONE') return 'good'
  if (row.state === 'FAILED' || row.bad_rows > 0 || row.state === 'UNMAPPED') return 'bad'
  return 'calm'
}

/** Where somebody is on the way: 1 columns, 2 checked, 3 written. */
export function stepOf(row: ImportRow): 1 | 2 | 3 {
  if (row.mode) return 3
  return row.state === 'UNMAPPED' || row.titles.length === 0 ? 1 : 2
}

/** Who brought it, where that was a colleague, and who has gone on with it. */
export function whose(row: Pick<ImportRow, 'mine' | 'brought_by' | 'continued_by'>): string {
  const brought = row.mine ? '' : ` · ${row.brought_by} 上传`
  return row.continued_by ? `${brought} · ${row.continued_by} 接手` : brought
}

/** Whole per cent; never 100 while something is bad, never 0 while something is good. */
export function goodShare({ rows, bad_rows }: Pick<ImportRow, 'rows' | 'bad_rows'>): number {
  if (rows === 0) return 0
  const share = Math.round(((rows - bad_rows) / rows) * 100)
  if (bad_rows > 0 && share === 100) return 99
  return bad_rows < rows && share === 0 ? 1 : share
}
