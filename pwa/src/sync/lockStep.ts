/** What came of a try; whatever is not `open` says what is needed. */
export type Step =
  | { kind: 'open' | 'password' | 'lost' }
  | { kind: 'wrong'; left: number; until: number }
  | { kind: 'wait'; until: number }
  /** Not now, and why: no line, or what the server said. */
  | { kind: 'trouble'; message: string; isLine: boolean; isSignedOut: boolean }

/** What the lock screen says before anybody types. */
export interface LockView {
  isSet: boolean
  isLost: boolean
  left: number
  until: number
  /** Until when it opens without a line; 0 when it does not. */
  goodUntil: number
  waiting: number
  photos: number
}
