import type { Context } from '@/sync/context'
import type { Media } from '@/sync/db'
import { bodyOf, Trouble } from '@/sync/line'
import { confirmPhoto, offersOf } from '@/sync/outbox'

const AT_ONCE = 2
const PATIENCE = 120_000
const FIRST_PAUSE = 30_000
const LONGEST_PAUSE = 86_400_000

/** Brings the photos up, apart from their commands and two at a time. */
export async function sendPhotos(ctx: Context): Promise<void> {
  const waiting = await ctx.box.media.where('waiting').equals(1).primaryKeys()
  const lane = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await sendOne(ctx, id)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

async function sendOne(ctx: Context, id: string): Promise<void> {
  const photo = await ctx.box.media.get(id)
  if (!photo || photo.waiting === 0 || photo.next_at > ctx.now()) return
  try {
    const offers = await offersOf(ctx.box)
    if (!(await isThere(ctx, photo))) bodyOf(await put(ctx, photo))
    await confirmPhoto(ctx.box, id, { now: ctx.now(), offers })
  } catch (error) {
    await noteTrouble(ctx, photo, error)
  }
}

/** Worth asking only when an earlier answer may have been lost. */
async function isThere({ ask }: Context, { id, sha256, tries, sent_at }: Media): Promise<boolean> {
  if (tries === 0 && sent_at === null) return false
  const answer = await ask({ method: 'HEAD', path: pathOf(id) })
  return answer.status === 200 && answer.header('X-Sha256') === sha256
}

const pathOf = (id: string): string => `/api/sync/photos/${id}/`

const put = ({ ask }: Context, photo: Media) =>
  ask({
    method: 'PUT',
    path: pathOf(photo.id),
    bytes: photo.bytes,
    headers: headersOf(photo),
    patience: PATIENCE,
  })

function headersOf({ type, sha256, taken_at, lon, lat }: Media): Record<string, string> {
  const headers: Record<string, string> = { 'Content-Type': type, 'X-Sha256': sha256 }
  if (taken_at) headers['X-Taken-At'] = taken_at
  if (lon !== null && lat !== null)
    Object.assign(headers, { 'X-Lon': String(lon), 'X-Lat': String(lat) })
  return headers
}

/** One photo the server does not want must not stop the others; a dead line stops all. */
async function noteTrouble({ box, now }: Context, photo: Media, error: unknown): Promise<void> {
  if (!(error instanceof Trouble)) throw error
  const isTheirs = error.kind === 'refused' || error.kind === 'broken'
  const pause = isTheirs ? Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** photo.tries) : 0
  const next_at = isTheirs ? now() + pause : 0
  await box.media.update(photo.id, { tries: photo.tries + 1, trouble: error.message, next_at })
  if (!isTheirs) throw error
}
