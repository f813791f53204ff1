import { Refusal } from '@/data/refusal'
import type { EventDetail, Move } from '@/data/types'
import type { Values } from '@/data/moves'
import { eventThere } from '@/features/events/anywhere'
import type { Photos } from '@/features/photos/usePhotos'
import { newPhotos, newVoices, photoId } from '@/features/sync/photos'
import { soon } from '@/features/sync/soon'
import type { Spoken } from '@/features/voice/useVoices'
import { phone } from '@/sync/access'
import { putAside } from '@/sync/outbox'
import type { Outcome } from '@/sync/wire'

interface Moving {
  event: EventDetail
  move: Move
  content: Values
  id: string
}

/** Through the outbox: the event as it is then, or null when it could only be kept for now. */
export async function moveLater(
  moving: Moving,
  albums: Photos[],
  spoken: Spoken[],
): Promise<EventDetail | null> {
  const { event, move, content, id } = moving
  const one = await phone()
  const { scope = null, rev = null } = (await one.row('event', event.id)) ?? {}
  const doing = {
    id,
    kind: `event.${move.verb}`,
    title: `${move.label}：${event.category.name}`,
    row: event.id,
    scope,
    base_rev: rev,
    data: spoken.length > 0 ? { ...content, voices: spoken.map(photoId) } : content,
    expected_state: event.state,
  }
  const photos = await newPhotos(albums.flatMap((album) => album.held.value))
  const media = [...photos, ...(await newVoices(spoken))]
  const outcome = await soon(one, doing, media)
  return outcome && wordOn(outcome, event.id)
}

/** A no is said where it was typed, so it need not be said once more on the list. */
async function wordOn(
  { id, status, code, message }: Outcome,
  event: string,
): Promise<EventDetail | null> {
  if (status === 'applied' || status === 'merged') return eventThere(event).catch(() => null)
  await putAside((await phone()).box, id)
  throw new Refusal(code === 'state_moved' ? 'moved_on' : code, message)
}
