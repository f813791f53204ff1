import { shallowRef } from 'vue'
import type { Standing } from '@/sync/health'

/** What the screens show of the loop; kept apart so that they need not fetch the loop itself. */
export const standing = shallowRef<Standing | null>(null)
/** Why the last round got nowhere; empty when it went well. */
export const trouble = shallowRef('')
/** The server said that this phone was reported lost. */
export const isLost = shallowRef(false)
