import type { Mark, Outcome, Scope } from '@/sync/wire'

/** The rules on which nothing lost, nothing doubled, nothing stuck rests; each is small, and each is tested by its absence. */

/**
 * A row is written only over one that is no newer, whatever order pages come in. Of one revision the last told counts:
 * what may be done with a matter follows from who holds its grid, which changes no row.
 */
export const isNewer = (
  held: { epoch: number; rev: number },
  epoch: number,
  rev: number,
): boolean => epoch > held.epoch || (epoch === held.epoch && rev >= held.rev)

/** An answer counts only while the cursor it was asked with is still the cursor. */
export const isStillAsked = (now: Mark | undefined, asked: Mark): boolean =>
  now?.epoch === asked.epoch && now.version === asked.version

/** Only of a cursor that has come as far as the server is all of a scope compared. */
export const isLevel = (told: Mark, cursor: Mark): boolean =>
  told.epoch === cursor.epoch && told.version === cursor.version

/** Only these end the waiting of a command; a parked one waits on. */
export const isFinal = ({ status }: Outcome): boolean => status !== 'parked'

/** A server back from a backup has forgotten what it had acknowledged since. */
export const isRestored = (known: number, told: number): boolean => told > known

/** A confirmation given before a restore, heard after it, confirms nothing. */
export const isOfThisServer = (offersNow: number, offersAsked: number): boolean =>
  offersNow === offersAsked

/** A file is there when the server says its hash, and not when the last of it was sent. */
export const isWhole = (told: string | undefined, sha256: string): boolean => told === sha256

export interface Unsent {
  scope: Scope | null
  /** The server has it already and only waits for something else. */
  isParked: boolean
}

/** What was done in a scope goes up before its rows go away; work of unknown place counts for all. */
export const mayPurge = (scope: Scope, unsent: Unsent[]): boolean =>
  !unsent.some((one) => !one.isParked && (one.scope === null || one.scope === scope))

/** A pause is waited out; one that is longer than any was begun before the clock was turned back. */
export const isOver = (next: number, now: number, longest: number): boolean =>
  next <= now || next > now + longest
