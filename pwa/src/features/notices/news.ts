import { get } from '@/data/api'
import { account } from '@/data/session'
import { live } from '@/data/socket'
import type { Notice } from '@/data/types'
import { isMine } from '@/features/notices/mine'

const AGAIN = 30_000

interface Takes {
  /** One that was just said, or that the line missed while it was broken. */
  heard: (notice: Notice, wasMissed: boolean) => void
  /** All there is, newest first: what came while nobody listened too, and nothing of rooms that are no longer mine. */
  told: (notices: Notice[]) => void
}

/** Sheets and grids are told of too; what is shown as news is opened as a matter. */
const isNews = (notice: Notice): boolean =>
  notice.kind === 'event' && !notice.quiet && !isMine(notice)

/** Newest first, each once. */
export const inOrder = (notices: Notice[]): Notice[] =>
  [...new Map(notices.map((notice) => [notice.entry, notice])).values()].sort(
    (one, other) => other.entry - one.entry,
  )

/** The line pokes and may lose; whenever it has heard nothing for a while the server's list is asked for. */
export function followNews(take: Takes): { ask: () => void; stop: () => void } {
  let turn = 0
  let since: Notice[] = []
  let again: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    const mine = (turn += 1)
    const who = account.value?.id
    clearTimeout(again)
    since = []
    const rows = await newest().catch(() => null)
    if (mine !== turn || who !== account.value?.id) return
    if (rows) return take.told(inOrder([...rows, ...since]))
    again = setTimeout(() => live.line.value !== 'closed' && void ask(), AGAIN)
  }

  const deaf = live.listen({
    reload: () => void ask(),
    notice: (notice, wasMissed) => {
      if (!isNews(notice)) return
      since.push(notice)
      take.heard(notice, wasMissed)
    },
  })
  return { ask: () => void ask(), stop: deaf }
}

async function newest(): Promise<Notice[]> {
  const { rows } = await get<{ rows: Notice[] }>('/api/notices/')
  return rows.filter(isNews)
}
