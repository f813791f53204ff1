import { computed, shallowRef } from 'vue'
import { followNews, inOrder } from '@/features/notices/news'
import type { Notice } from '@/data/types'

const KEPT = 60

const notices = shallowRef<Notice[]>([])
const seen = shallowRef(0)
let isTold = false

/** What happened in this person's reach, newest first; counted is only what came since the page was opened. */
export function useNotices() {
  const unread = computed(() => notices.value.filter((notice) => notice.entry > seen.value).length)

  function readAll(): void {
    seen.value = Math.max(seen.value, ...notices.value.map((notice) => notice.entry))
  }

  return { notices, unread, readAll }
}

function take(told: Notice[]): void {
  const heard = new Set(notices.value)
  const before = told.filter((notice) => !heard.has(notice)).map(({ entry }) => entry)
  if (!isTold) seen.value = Math.max(seen.value, ...before)
  isTold = true
  notices.value = told.slice(0, KEPT)
}

export const keepNotices = (): (() => void) =>
  followNews({
    heard: (notice) => (notices.value = inOrder([notice, ...notices.value]).slice(0, KEPT)),
    told: take,
  }).stop

export function forgetNotices(): void {
  notices.value = []
  seen.value = 0
  isTold = false
}
