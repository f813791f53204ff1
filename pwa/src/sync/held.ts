import { bodyOf, type Ask } from '@/sync/line'

/** The worker's own word on what was held; the outcome follows with the next pull. */
export async function settleHeld(ask: Ask, id: string, take: 'mine' | 'theirs'): Promise<void> {
  bodyOf(await ask({ method: 'POST', path: `/api/sync/held/${id}/settle/`, body: { take } }))
}
