import { computed, shallowRef } from 'vue'
import type { Standing } from '@/sync/health'

/** What the screens show of the loop; kept apart so that they need not fetch the loop itself. */
export const standing = shallowRef<Standing | null>(null)
/** Commands that are still here, or came back to be acted on. */
export const unsent = computed(() => (standing.value?.waiting ?? 0) + (standing.value?.open ?? 0))
/** Why the last round got nowhere; empty when it went well. */
export const trouble = shallowRef('')
/** The last round found no line; what the browser says of one is not believed. */
export const hasNoLine = shallowRef(false)
/** The server said that this phone was reported lost. */
export const isLost = shallowRef(false)
/** Too little space is left for what can be fetched again: whoever keeps copies for later asks here first. */
export const isShort = shallowRef(false)
/** What the worker did could not be stored: it stands in the way until it has been read. */
export const isUnsaved = shallowRef(false)
