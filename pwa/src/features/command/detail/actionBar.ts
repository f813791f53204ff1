import type { Move } from '@/data/types'

const IN_REACH = 3

/** Primary moves first, then plain ones while there is room; the rest in a menu, the grave ones last. */
export function divide(moves: readonly Move[]): { bar: Move[]; menu: Move[] } {
  const ranked = [...moves].sort((a, b) => rank(a) - rank(b))
  const bar = ranked.filter((move) => !move.danger || move.primary).slice(0, IN_REACH)
  return { bar, menu: ranked.filter((move) => !bar.includes(move)) }
}

const rank = (move: Move): number => (move.primary ? 0 : move.danger ? 2 : 1)
