import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import type { Cipher } from '@/data/safe'

/** Drawn at random for each sealing; of 192 bits no two will ever meet. */
export const NONCE = 24

/**
 * XChaCha20-Poly1305, computed at once: a database transaction ends while a promise of the browser's
 * own cryptography is awaited, and a key press is not waited for either (decision 0064).
 */
export const cipherOf = (key: Uint8Array): Cipher => ({
  seal(plain, about) {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE))
    const sealed = xchacha20poly1305(key, nonce, new TextEncoder().encode(about)).encrypt(plain)
    const whole = new Uint8Array(NONCE + sealed.length)
    whole.set(nonce)
    whole.set(sealed, NONCE)
    return whole
  },
  open(sealed, about) {
    const [nonce, rest] = [sealed.subarray(0, NONCE), sealed.subarray(NONCE)]
    const plain = xchacha20poly1305(key, nonce, new TextEncoder().encode(about)).decrypt(rest)
    return new Uint8Array(plain)
  },
})
