import { computed, shallowRef } from 'vue'
import { dropDraft, loadDraft, saveDraft } from '@/data/drafts'
import { followNews, inOrder } from '@/features/notices/news'
import { tell } from '@/features/shell/tell'
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
let marks: ReadonlySet<string> = new Set<string>()
let ask: () => void = () => undefined

export const notices = computed(() => seen.value)
export const unreadCount = computed(() => unread.value.length)
export const newestUnread = computed(() =>
  seen.value.find(({ entry }) => unread.value.includes(entry)),
)

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
export function readElsewhere(read: ReadonlySet<string>): void {
  marks = read
  const left = unread.value.filter((entry) => !marks.has(String(entry)))
  if (left.length === unread.value.length) return
  unread.value = left
  keep()
}

function receive(notice: Notice, wasMissed: boolean): void {
  const { entry } = notice
  if (seen.value.some((known) => known.entry === entry)) return
  seen.value = inOrder([notice, ...seen.value]).slice(0, KEPT)
  if (marks.has(String(entry))) return keep()
  unread.value = [...unread.value, entry].slice(-KEPT)
  keep()
  // Of many that come late together, the last word is the one that stays.
  tell(wasMissed ? `有${unread.value.length}条新消息` : sentence(notice))
}

/** The server's list takes the place of ours: what is not in it is old, or is in no room of mine any more. */
function take(told: Notice[]): void {
  if (owner === null) return
  const known = new Set(seen.value.map(({ entry }) => entry))
  const still = new Set(unread.value)
  seen.value = told.slice(0, KEPT)
  unread.value = seen.value
    .map(({ entry }) => entry)
    .filter((entry) => (known.has(entry) ? still.has(entry) : !marks.has(String(entry))))
    .reverse()
  keep()
}

function sentence(notice: Notice): string {
  return `${notice.verb_label}：${notice.number}，${notice.state_label}`
}

export function followNotices(): void {
  ask = followNews({ heard: receive, told: take }).ask
}

/** For whoever looks while the line is not there to say that something was missed. */
export const askForNotices = (): void => ask()

export function forgetNotices(): void {
  owner = null
  marks = new Set<string>()
  seen.value = []
  unread.value = []
}

/** Somebody leaves this phone. */
export const dropNotices = (account: number): void => dropDraft(nameOf(account))
