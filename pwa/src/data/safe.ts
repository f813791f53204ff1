import { base64, bytesOf } from '@/data/base64'

/** Seals bytes for one place (`about`): what was sealed for another place does not open there. */
export interface Cipher {
  seal: (plain: Uint8Array, about: string) => Uint8Array<ArrayBuffer>
  open: (sealed: Uint8Array, about: string) => Uint8Array<ArrayBuffer>
}

/** Asked for what is sealed while nobody has unlocked. */
export class Locked extends Error {
  constructor() {
    super('locked')
    this.name = 'Locked'
  }
}

/** Whether what is kept on this phone is sealed, and with what: no PIN yet, locked, or open. */
export class Safe {
  #cipher: Cipher | null = null
  #isLocked = false
  /** What has been opened already, so that a list does not open its rows at every look. */
  readonly seen = new Map<string, { mark: string; kept: unknown }>()

  /** null while there is no PIN: then rows are kept as they are. */
  get cipher(): Cipher | null {
    if (this.#isLocked) throw new Locked()
    return this.#cipher
  }

  get isLocked(): boolean {
    return this.#isLocked
  }

  open(cipher: Cipher | null): void {
    this.#cipher = cipher
    this.#isLocked = false
  }

  lock(): void {
    this.#cipher = null
    this.#isLocked = true
    this.seen.clear()
  }
}

/** This page's. */
export const safe = new Safe()

const SEALED = 'sealed:'

export const isSealed = (text: string): boolean => text.startsWith(SEALED)

/** A text as it may lie on the phone. */
export function sealText(text: string, about: string): string {
  const { cipher } = safe
  if (!cipher) return text
  return SEALED + base64(cipher.seal(new TextEncoder().encode(text), about))
}

export function openText(text: string, about: string): string {
  if (!isSealed(text)) return text
  const { cipher } = safe
  if (!cipher) throw new Locked()
  return new TextDecoder().decode(cipher.open(bytesOf(text.slice(SEALED.length)), about))
}
