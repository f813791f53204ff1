import { shallowRef } from 'vue'
import type { Standing } from '@/sync/health'

/** What the screens show of the loop; kept apart so that they need not fetch the loop itself. */
export const standing = shallowRef<Standing | null>(null)
/** Why the last round got nowhere; empty when it went well. */
export const trouble = shallowRef('')

const KNOWN = 'sync-known'

/** Whether the server has ever answered at /api/sync/; until then the app sends as it did before. */
export const hasSync = (): boolean => localStorage.getItem(KNOWN) === '1'

export function keepSyncKnown(isKnown: boolean): void {
  if (isKnown) localStorage.setItem(KNOWN, '1')
  else localStorage.removeItem(KNOWN)
}
