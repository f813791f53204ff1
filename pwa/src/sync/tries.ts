import type { Vault } from '@/sync/vault'

/** The rules of the lock, apart from storing and asking. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** After so many wrong PINs the password is needed. */
export const MOST_WRONG = 10
/** How long after the third wrong one, the fourth and so on. */
const PAUSES = [0, 0, 0, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, HOUR]
/** How long the server's part is good without a line. */
const GOOD_FOR = 72 * HOUR
/** Clocks are corrected by so much without anybody turning them back on purpose. */
const CORRECTION = 10 * MINUTE

export const left = ({ wrong }: Pick<Vault, 'wrong'>): number => Math.max(0, MOST_WRONG - wrong)

/** When the next PIN may be tried. Whoever turns the clock back waits from the start. */
export function nextTry(
  { wrong, wrong_at }: Pick<Vault, 'wrong' | 'wrong_at'>,
  now: number,
): number {
  const pause = PAUSES[Math.min(wrong, PAUSES.length - 1)] ?? HOUR
  return (now < wrong_at - CORRECTION ? now : wrong_at) + pause
}

/** Until when this phone opens without a line; 0 when it does not. */
export function goodUntil(
  { part, part_at, seen_at }: Pick<Vault, 'part' | 'part_at' | 'seen_at'>,
  now: number,
): number {
  const isTurnedBack = now < Math.max(part_at, seen_at) - CORRECTION
  const until = part_at + GOOD_FOR
  return part !== null && !isTurnedBack && now < until ? until : 0
}

/** Too easy to guess over somebody's shoulder: all the same, or counted up or down. */
export function isEasy(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, n) => Number(digit) - Number(pin[n])))
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0] ?? 9)
}
