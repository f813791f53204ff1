import { base64, bytesOf } from '@/data/base64'
import type { Media, Outbox, Settled, Waiting } from '@/sync/db'

/** PBKDF2 with as many rounds as OWASP asks of SHA-256; AES-GCM also tells a wrong pass phrase. */
const ROUNDS = 600_000
const SALT = 16
const NONCE = 12
const FORMAT = 'grid-outbox'

interface Sealed {
  format: typeof FORMAT
  v: 1
  rounds: number
  salt: string
  nonce: string
  data: string
}

export interface Unsynced {
  account: number
  device: string | null
  at: string
  commands: Waiting[]
  /** Held and refused ones nobody has acted on. */
  open: Settled[]
  photos: (Omit<Media, 'bytes' | 'preview'> & { base64: string; small?: string | null })[]
}

/** All that exists on this phone only. */
export async function gather(box: Outbox, account: number, now: Date): Promise<Unsynced> {
  const device = (await box.notes.get('device'))?.value
  const photos = await box.media.where('waiting').equals(1).toArray()
  return {
    account,
    device: typeof device === 'string' ? device : null,
    at: now.toISOString(),
    commands: await box.commands.orderBy('seq').toArray(),
    open: await box.journal.where('open').equals(1).toArray(),
    photos: photos.map(({ bytes, preview, ...rest }) => ({
      ...rest,
      base64: base64(new Uint8Array(bytes)),
      small: preview ? base64(new Uint8Array(preview)) : null,
    })),
  }
}

/** A file that says nothing without the pass phrase. */
export async function seal(unsynced: Unsynced, phrase: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT))
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE))
  const key = await keyOf(phrase, salt, ROUNDS)
  const plain = new TextEncoder().encode(JSON.stringify(unsynced))
  const data = new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, plain),
  )
  const sealed: Sealed = {
    format: FORMAT,
    v: 1,
    rounds: ROUNDS,
    salt: base64(salt),
    nonce: base64(nonce),
    data: base64(data),
  }
  return JSON.stringify(sealed)
}

/** What was sealed; a wrong pass phrase or a changed file throws. */
export async function unseal(file: string, phrase: string): Promise<Unsynced> {
  const { rounds, salt, nonce, data } = JSON.parse(file) as Sealed
  const key = await keyOf(phrase, bytesOf(salt), rounds)
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: bytesOf(nonce) },
    key,
    bytesOf(data),
  )
  return JSON.parse(new TextDecoder().decode(plain)) as Unsynced
}

async function keyOf(phrase: string, salt: BufferSource, iterations: number): Promise<CryptoKey> {
  const raw = new TextEncoder().encode(phrase)
  const base = await crypto.subtle.importKey('raw', raw, 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  const kind = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(how, base, kind, false, ['encrypt', 'decrypt'])
}
