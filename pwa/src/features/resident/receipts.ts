import { shallowRef } from 'vue'
import type { PublicEvent, Receipt } from '@/data/types'
import { standing } from '@/features/resident/words'

/** One of my own matters as this phone remembers it. */
export interface Kept extends Receipt {
  label: string
  at: string
  state?: string
}

const KEY = 'r:receipts'
const MOST = 50

function read(): Kept[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? (kept as Kept[]) : []
  } catch {
    return []
  }
}

export const receipts = shallowRef<Kept[]>(read())

function write(kept: Kept[]): void {
  receipts.value = kept.slice(0, MOST)
  try {
    localStorage.setItem(KEY, JSON.stringify(receipts.value))
  } catch {
    // The screen still shows number and code, and says that they be kept by a picture.
  }
}

export const receiptOf = (id: string): Kept | undefined =>
  receipts.value.find((one) => one.id === id)

/** The newest stands first. */
export function keepReceipt(receipt: Kept): void {
  write([receipt, ...receipts.value.filter(({ id }) => id !== receipt.id)])
}

export function forgetReceipt(id: string): void {
  write(receipts.value.filter((one) => one.id !== id))
}

export function noteProgress(event: PublicEvent): void {
  const state = standing(event)
  write(receipts.value.map((one) => (one.id === event.id ? { ...one, state } : one)))
}
