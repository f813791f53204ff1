import { base64, bytesOf } from '@/data/base64'

/**
 * The key of an account's rows on this phone, wrapped twice: by the PIN together with a part the server
 * gives out, and by a secret of the server's for whoever forgot the PIN (decision 0064).
 */

/** As many as OWASP's Password Storage Cheat Sheet asks of PBKDF2 with HMAC-SHA256. */
export const ROUNDS = 600_000
const KEY = 32
const SALT = 16
const NONCE = 12

/** What the server holds for this phone. */
export interface Halves {
  part: string
  rescue: string
}

interface Wrapped {
  nonce: string
  data: string
}

/** As it lies in the outbox's notes, readable by anybody: it opens nothing by itself. */
export interface Vault {
  v: 1
  salt: string
  rounds: number
  byPin: Wrapped
  byRescue: Wrapped
  /** The server's part while it is good without a line. */
  part: string | null
  part_at: number
  /** The latest moment this phone has known: its clock may be set back. */
  seen_at: number
  wrong: number
  wrong_at: number
  /** The server said so; nothing opens here before it says otherwise. */
  lost: boolean
}

export type Key = Uint8Array<ArrayBuffer>

export const newKey = (): Key => crypto.getRandomValues(new Uint8Array(KEY))

/** The slow step: a PIN made into bits that cost as much to try as they cost to make. */
export async function stretched(
  pin: string,
  { salt, rounds }: Pick<Vault, 'salt' | 'rounds'>,
): Promise<Key> {
  const raw = new TextEncoder().encode(pin)
  const base = await crypto.subtle.importKey('raw', raw, 'PBKDF2', false, ['deriveBits'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations: rounds }
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, KEY * 8))
}

/** A vault around this key; whatever else it remembers begins anew. */
export async function vaultOf(
  key: Key,
  pin: string,
  { part, rescue }: Halves,
  now: number,
  rounds = ROUNDS,
): Promise<Vault> {
  const salt = base64(crypto.getRandomValues(new Uint8Array(SALT)))
  const stretch = await stretched(pin, { salt, rounds })
  return {
    v: 1,
    salt,
    rounds,
    byPin: await wrapByPin(key, stretch, part),
    byRescue: await wrap(key, rescueKey(rescue)),
    part,
    part_at: now,
    seen_at: now,
    wrong: 0,
    wrong_at: 0,
    lost: false,
  }
}

export const wrapByPin = (key: Key, stretch: Key, part: string): Promise<Wrapped> =>
  wrap(key, pinKey(stretch, part))

export const wrapByRescue = (key: Key, rescue: string): Promise<Wrapped> =>
  wrap(key, rescueKey(rescue))

/** null when PIN and part are not those it was wrapped with. */
const openByPin = (vault: Vault, stretch: Key, part: string): Promise<Key | null> =>
  unwrap(vault.byPin, pinKey(stretch, part))

/** With the part that is here too: a server that was restored may have made another since. */
export async function keyOf(vault: Vault, stretch: Key, part: string): Promise<Key | null> {
  const key = await openByPin(vault, stretch, part)
  return key ?? (vault.part === null ? null : openByPin(vault, stretch, vault.part))
}

export const openByRescue = (vault: Vault, rescue: string): Promise<Key | null> =>
  unwrap(vault.byRescue, rescueKey(rescue))

/** Neither who has the PIN nor who has the server's part has the key. */
function pinKey(stretch: Key, part: string): Promise<CryptoKey> {
  const theirs = new TextEncoder().encode(part)
  const both = new Uint8Array(stretch.length + theirs.length)
  both.set(stretch)
  both.set(theirs, stretch.length)
  return derived(both, 'grid: rows by pin')
}

const rescueKey = (rescue: string): Promise<CryptoKey> =>
  derived(new TextEncoder().encode(rescue), 'grid: rows by rescue')

async function derived(from: BufferSource, use: string): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', from, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode(use)
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(KEY), info }
  const kind = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(how, base, kind, false, ['encrypt', 'decrypt'])
}

async function wrap(key: Key, by: Promise<CryptoKey>): Promise<Wrapped> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, await by, key)
  return { nonce: base64(nonce), data: base64(new Uint8Array(data)) }
}

async function unwrap({ nonce, data }: Wrapped, by: Promise<CryptoKey>): Promise<Key | null> {
  const key = await by
  const how = { name: 'AES-GCM', iv: bytesOf(nonce) }
  const open = await crypto.subtle.decrypt(how, key, bytesOf(data)).catch(() => null)
  return open && new Uint8Array(open)
}
