import type { Preview, Share } from '@/data/grids'

export const KINDS: [kind: Share['kind'], label: string][] = [
  ['people', '人口'],
  ['rooms', '房屋'],
  ['organisations', '单位'],
  ['parts', '部件'],
  ['matters', '未结事件'],
]

type Tally = Record<Share['kind'], number>

const none = (): Tally => ({ people: 0, rooms: 0, organisations: 0, parts: 0, matters: 0 })

function summed(shares: readonly Share[]): Tally {
  const tally = none()
  for (const { kind, count } of shares) tally[kind] += count
  return tally
}

/** What each part would hold, in their order. */
export const heldBy = ({ parts, shares }: Preview): Tally[] =>
  parts.map((_, place) => summed(shares.filter(({ part }) => part === place)))

/** At a border: what each part would get from the other grid. */
export const wonBy = ({ parts, shares, ended }: Preview): Tally[] =>
  parts.map((_, place) =>
    summed(shares.filter(({ part, grid }) => part === place && grid !== ended[place]?.id)),
  )
