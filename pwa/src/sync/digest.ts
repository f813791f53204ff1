import type { Held } from '@/sync/db'
import type { Digest, Scope } from '@/sync/wire'

const HEAD = 8

/** What a scope holds here, in sixteen digits; null where the browser cannot compute it. */
export async function digestOf(rows: Held[], scope: Scope): Promise<Digest | null> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (!subtle) return null
  const total = new Uint8Array(HEAD)
  for (const row of rows) {
    const text = new TextEncoder().encode(`${row.kind}:${row.id}:${row.revs[scope] ?? 0}`)
    const hash = new Uint8Array(await subtle.digest('SHA-256', text))
    for (let n = 0; n < HEAD; n += 1) total[n] = (total[n] ?? 0) ^ (hash[n] ?? 0)
  }
  return { count: rows.length, xor: hex(total) }
}

export async function sha256(bytes: ArrayBuffer): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
