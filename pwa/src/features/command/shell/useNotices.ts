import { computed, shallowRef } from 'vue'
import { isMine } from '@/features/notices/mine'
import { live } from '@/data/socket'
import type { Notice } from '@/data/types'

const KEPT = 60

const notices = shallowRef<Notice[]>([])
const seen = shallowRef(0)

/** What happened in this person's reach since the page was opened, newest first. */
export function useNotices() {
  const unread = computed(() => notices.value.filter((notice) => notice.entry > seen.value).length)

  function readAll(): void {
    seen.value = Math.max(seen.value, ...notices.value.map((notice) => notice.entry))
  }

  return { notices, unread, readAll }
}

export function keepNotices(): () => void {
  return live.listen({
    notice(notice) {
      // Sheets and grids are told of too; what is shown here is opened as a matter.
      if (notice.kind === 'event' && !notice.quiet && !isMine(notice))
        notices.value = [notice, ...notices.value].slice(0, KEPT)
    },
  })
}

export function forgetNotices(): void {
  notices.value = []
  seen.value = 0
}
