import { changed, listOf, textOf, type Marks } from '@/sync/mark'
import type { Body } from '@/sync/wire'

/** What belongs to the stage a matter was in, and is told anew with the next one. */
const OF_STAGE: Body = { stage_label: '', due_at: null, warn_at: null }

/**
 * A move that waits leaves no trace: what follows from it only the server knows. Of one that was done the
 * server has said where the matter is now, and until it tells the row nobody knows what may be done next.
 */
export const moved: Marks = (command) => {
  const told = ('outcome' in command ? command.outcome.answer : null) as Body | null
  return [
    changed('event', command.row, (body) => (told?.state ? after(body, told, command.kind) : {})),
  ]
}

function after(body: Body, told: Body, kind: string): Body {
  if (told.state === body.state && told.level === body.level) return { moves: without(body, kind) }
  const { state, state_label, level, number } = told
  return { state, state_label, level, number, ...OF_STAGE, moves: [] }
}

/** Done once and no more, though the matter stays where it is; it can be commented on any number of times. */
const ONCE = new Set(['event.attend', 'event.assist'])

const without = ({ moves }: Body, kind: string): unknown[] =>
  listOf(moves).filter(({ verb }) => !ONCE.has(kind) || `event.${textOf(verb)}` !== kind)
