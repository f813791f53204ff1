import { computed, shallowRef } from 'vue'
import { tell } from '@/features/shell/tell'
import { live } from '@/data/socket'
import type { Notice } from '@/data/types'

const KEPT = 200
const OWN_ECHO = 8000

const seen = shallowRef<Notice[]>([])
const unread = shallowRef(0)
const ownMoves = new Map<string, number>()

export const notices = computed(() => seen.value)
export const unreadCount = computed(() => unread.value)

export function readAll(): void {
  unread.value = 0
}

/** What I do myself comes back as a notice; nobody wants to be told of that. */
export function expectEcho(event: string): void {
  ownMoves.set(event, Date.now())
}

function isEcho(notice: Notice): boolean {
  const at = ownMoves.get(notice.subject)
  return at !== undefined && Date.now() - at < OWN_ECHO
}

export function sentence(notice: Notice): string {
  return `${notice.verb_label}：${notice.number}，${notice.state_label}`
}

export function followNotices(): () => void {
  return live.listen({
    notice: (notice) => {
      if (notice.kind !== 'event' || isEcho(notice)) return
      seen.value = [notice, ...seen.value].slice(0, KEPT)
      unread.value += 1
      tell(sentence(notice))
    },
  })
}

export function forgetNotices(): void {
  seen.value = []
  unread.value = 0
}
