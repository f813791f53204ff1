import { computed, shallowRef } from 'vue'
import { tell } from '@/features/shell/tell'
import { live } from '@/data/socket'
import type { Notice } from '@/data/types'

const KEPT = 200
const OWN_ECHO = 8000

const seen = shallowRef<Notice[]>([])
const unread = shallowRef(0)
const ownMoves = new Map<string, number>()
const waiting: Notice[] = []
let underWay = 0

export const notices = computed(() => seen.value)
export const unreadCount = computed(() => unread.value)

export function readAll(): void {
  unread.value = 0
}

/**
 * What I do myself comes back as a notice, often before its answer; nobody wants to be told of that.
 * So notices wait while a command of mine is under way, and its own is left out.
 */
export async function asMine<T extends { id: string }>(act: () => Promise<T>): Promise<T> {
  underWay += 1
  try {
    const done = await act()
    ownMoves.set(done.id, Date.now())
    return done
  } finally {
    underWay -= 1
    if (underWay === 0) waiting.splice(0).forEach(receive)
  }
}

function receive(notice: Notice): void {
  const at = ownMoves.get(notice.subject)
  if (at !== undefined && Date.now() - at < OWN_ECHO) return
  seen.value = [notice, ...seen.value].slice(0, KEPT)
  unread.value += 1
  tell(sentence(notice))
}

function sentence(notice: Notice): string {
  return `${notice.verb_label}：${notice.number}，${notice.state_label}`
}

export function followNotices(): () => void {
  return live.listen({
    notice: (notice) => {
      if (notice.kind !== 'event' || notice.quiet) return
      if (underWay > 0) waiting.push(notice)
      else receive(notice)
    },
  })
}

export function forgetNotices(): void {
  seen.value = []
  unread.value = 0
}
