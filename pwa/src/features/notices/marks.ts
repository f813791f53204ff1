import type { ShallowRef } from 'vue'
import { phone, useStored } from '@/sync/access'
import type { SyncPhone } from '@/sync/phone'

type Kind = 'ARTICLE' | 'NOTICE'

const MOST = 200

/** What I have read on any phone, and on this one a moment ago. */
export async function marked(one: SyncPhone, kind: Kind): Promise<Set<string>> {
  const bodies = (await one.rows('mark')).map(({ body }) => body)
  const told = bodies.filter((body) => body.kind === kind)
  return new Set(
    told.flatMap(({ subject, subjects }) =>
      Array.isArray(subjects) ? subjects.map(String) : [String(subject)],
    ),
  )
}

export const useMarks = (kind: Kind): ShallowRef<ReadonlySet<string>> =>
  useStored<ReadonlySet<string>>((one) => marked(one, kind), new Set<string>())

export const isMarked = (marks: ReadonlySet<string>, subject: string): boolean => marks.has(subject)

const WORDS: Record<Kind, string> = { ARTICLE: '已读学习内容', NOTICE: '已读消息' }

/** Said once: what is marked already is not said again. */
export async function markRead(kind: Kind, subjects: string[]): Promise<void> {
  const one = await phone()
  const known = await marked(one, kind)
  const fresh = subjects.filter((subject) => !known.has(subject)).slice(0, MOST)
  if (fresh.length === 0) return
  await one.save({ kind: 'mark.read', title: WORDS[kind], data: { kind, subjects: fresh } })
}
