import { shallowRef } from 'vue'

/** A round under way. Beside the databases, so that every page can show it before they are open. */
export interface Going {
  id: string
  account: number
  grid: number
  gridName: string
  begun_at: number
}

const key = (account: number): string => `patrol:${account}`

/** What is being recorded now; null off duty. */
export const going = shallowRef<Going | null>(null)

export function recall(account: number): Going | null {
  try {
    return JSON.parse(localStorage.getItem(key(account)) ?? 'null') as Going | null
  } catch {
    return null
  }
}

export function remember(now: Going): void {
  going.value = now
  localStorage.setItem(key(now.account), JSON.stringify(now))
}

export function forget(account: number): void {
  going.value = null
  localStorage.removeItem(key(account))
}
