import type { Context } from '@/sync/context'
import { bodyOf, noLine } from '@/sync/line'
import { BATCH, PROTOCOL, type LiveRow, type RowsAnswer, type ScopeAnswer } from '@/sync/wire'

/** Rows of a scope by name. */
export async function fetchRows(
  { ask }: Pick<Context, 'ask'>,
  { scope, epoch }: Pick<ScopeAnswer, 'scope' | 'epoch'>,
  keys: [kind: string, id: string][],
): Promise<LiveRow[]> {
  const found: LiveRow[] = []
  for (let from = 0; from < keys.length; from += BATCH.rows) {
    const body = { protocol: PROTOCOL, scope, rows: keys.slice(from, from + BATCH.rows) }
    const answer = bodyOf<RowsAnswer>(await ask({ method: 'POST', path: '/api/sync/rows/', body }))
    // Restored once more while we were asking: begin again.
    if (answer.epoch !== epoch) throw noLine()
    found.push(...answer.rows)
  }
  return found
}
