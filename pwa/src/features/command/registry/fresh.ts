export type Tone = 'good' | 'warn' | 'bad'

const DAY = 24 * 60 * 60_000
/** Half a year is a round of visits; after a year nobody can say any more that it holds. */
const AGEING = 183
const STALE = 366

function span(days: number): string {
  if (days < 1) return '今天'
  if (days < 31) return `${days}天前`
  if (days < 366) return `${Math.floor(days / 30.5)}个月前`
  return `${Math.floor(days / 365.25)}年前`
}

/** How long ago somebody last saw that it is so: a colour, and words for whoever does not see it. */
export function freshOf(confirmedAt: string, now: number): { tone: Tone; words: string } {
  const days = Math.max(0, Math.floor((now - new Date(confirmedAt).getTime()) / DAY))
  const tone = days < AGEING ? 'good' : days < STALE ? 'warn' : 'bad'
  return { tone, words: `${span(days)}核实` }
}

export const TONES: Record<Tone, string> = {
  good: '半年内核实过',
  warn: '半年以上没有核实',
  bad: '一年以上没有核实',
}
