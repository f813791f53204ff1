import { computed, shallowRef } from 'vue'
import { dropDraft, loadDraft, saveDraft } from '@/data/drafts'
import { isMine } from '@/features/notices/mine'
import { tell } from '@/features/shell/tell'
import { live } from '@/data/socket'
import type { Notice } from '@/data/types'

const KEPT = 200

/** As kept on this phone, so that they can be read without a line. */
interface Kept {
  seen: Notice[]
  /** The entries not looked at yet. */
  unread: number[]
}

const seen = shallowRef<Notice[]>([])
const unread = shallowRef<number[]>([])
let owner: number | null = null

export const notices = computed(() => seen.value)
export const unreadCount = computed(() => unread.value.length)

/** A worker's draft in name, and so sealed as drafts are. */
const nameOf = (account: number): string => `w:${account}:notices`

/** Those this account was told on this phone before. */
export function recallNotices(account: number): void {
  const kept = loadDraft<Kept>(nameOf(account), { seen: [], unread: [] })
  owner = account
  seen.value = kept.seen
  unread.value = kept.unread
}

function keep(): void {
  if (owner !== null) saveDraft(nameOf(owner), { seen: seen.value, unread: unread.value })
}

/** Which of them were new until now. */
export function readAll(): number[] {
  const fresh = unread.value
  unread.value = []
  if (fresh.length > 0) keep()
  return fresh
}

/** Read on another phone of mine. */
export function readElsewhere(marks: ReadonlySet<string>): void {
  const left = unread.value.filter((entry) => !marks.has(String(entry)))
  if (left.length === unread.value.length) return
  unread.value = left
  keep()
}

function receive(notice: Notice): void {
  seen.value = [notice, ...seen.value].slice(0, KEPT)
  unread.value = [...unread.value, notice.entry].slice(-KEPT)
  keep()
  tell(sentence(notice))
}

function sentence(notice: Notice): string {
  return `${notice.verb_label}：${notice.number}，${notice.state_label}`
}

export function followNotices(): () => void {
  return live.listen({
    notice: (notice) => {
      if (notice.kind === 'event' && !notice.quiet && !isMine(notice)) receive(notice)
    },
  })
}

export function forgetNotices(): void {
  owner = null
  seen.value = []
  unread.value = []
}

/** Somebody leaves this phone. */
export const dropNotices = (account: number): void => dropDraft(nameOf(account))
