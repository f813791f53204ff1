import { eventDetail } from '@/data/events'
import { Refusal } from '@/data/refusal'
import type { EventDetail, Move } from '@/data/types'
import type { Values } from '@/data/moves'
import { asMine } from '@/features/notices/notices'
import type { Photos } from '@/features/photos/usePhotos'
import { newPhotos } from '@/features/sync/photos'
import { phone } from '@/sync/access'
import { putAside } from '@/sync/outbox'

interface Moving {
  event: EventDetail
  move: Move
  content: Values
  id: string
}

/** Through the outbox: the event as it is then, or null when it could only be kept for now. */
export async function moveLater(moving: Moving, albums: Photos[]): Promise<EventDetail | null> {
  const { event, move, content, id } = moving
  const one = await phone()
  const held = await one.row('event', event.id)
  const doing = {
    id,
    kind: `event.${move.verb}`,
    title: `${move.label}：${event.category.name}`,
    row: event.id,
    scope: held?.scope ?? null,
    base_rev: held?.rev ?? null,
    data: content,
    expected_state: event.state,
  }
  const photos = await newPhotos(albums.flatMap((album) => album.held.value))
  const { outcome } = await asMine(async () => ({
    id: event.id,
    outcome: await one.submit(doing, photos),
  }))
  if (!outcome) return null
  if (outcome.status === 'applied' || outcome.status === 'merged')
    return eventDetail(event.id).catch(() => null)
  // Said where it was typed, so it need not be said once more on the list.
  await putAside(one.box, id)
  throw new Refusal(outcome.code === 'state_moved' ? 'moved_on' : outcome.code, outcome.message)
}
