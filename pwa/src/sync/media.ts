import type { Context } from '@/sync/context'
import type { Media } from '@/sync/db'
import { isOver, isWhole } from '@/sync/laws'
import { bodyOf, Trouble } from '@/sync/line'
import { confirmPhoto, offersOf } from '@/sync/outbox'

const AT_ONCE = 2
const PATIENCE = 120_000
const FIRST_PAUSE = 30_000
const LONGEST_PAUSE = 86_400_000
/** Every piece may meet one of another tab's, and a few get lost. */
const SPARE_PIECES = 10

/**
 * Brings photos and voice notes up, apart from their commands and two at a time: first a small picture
 * of each, so that whoever looks sees something at once.
 */
export async function sendPhotos(ctx: Context): Promise<void> {
  await each(ctx, sendAhead)
  await each(ctx, sendOne)
}

async function each(
  ctx: Context,
  send: (ctx: Context, media: Media) => Promise<void>,
): Promise<void> {
  const waiting = await ctx.box.media.where('waiting').equals(1).primaryKeys()
  const stop = (error: unknown): never => {
    waiting.length = 0
    throw error
  }
  const lane = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const media = await ctx.box.media.get(id)
      if (media?.waiting === 1 && isOver(media.next_at, ctx.now(), LONGEST_PAUSE))
        await send(ctx, media)
    }
  }
  // A dead line ends both lanes, and the round only then: the next must not send what this one still sends.
  const ends = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, () => lane().catch((error: unknown) => stop(error))),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** A courtesy: refused, it is not tried again. */
async function sendAhead({ ask, box }: Context, media: Media): Promise<void> {
  const { id, preview, ahead, command } = media
  if (!preview || ahead === 1 || (await box.commands.get(command))) return
  const path = `${pathOf(media)}preview/`
  const headers = { 'Content-Type': 'image/jpeg' }
  try {
    bodyOf(await ask({ method: 'PUT', path, bytes: preview, headers }))
  } catch (error) {
    if (!(error instanceof Trouble) || !isTheirs(error)) throw error
  }
  await box.media.update(id, { ahead: 1 })
}

async function sendOne(ctx: Context, media: Media): Promise<void> {
  try {
    const offers = await offersOf(ctx.box)
    await bring(ctx, media)
    await confirmPhoto(ctx.box, media.id, { now: ctx.now(), offers })
  } catch (error) {
    await noteTrouble(ctx, media, error)
  }
}

async function bring(ctx: Context, media: Media): Promise<void> {
  const from = await askHowFar(ctx, media)
  if (from === 'whole') return
  if (media.bytes.byteLength > ctx.pieces.above) await putPieces(ctx, media, from)
  else bodyOf(await put(ctx, media))
}

/** Worth asking only when an earlier answer may have been lost. */
async function askHowFar({ ask }: Context, media: Media): Promise<'whole' | number> {
  if (media.tries === 0 && media.sent_at === null) return 0
  const answer = await ask({ method: 'HEAD', path: pathOf(media) })
  if (answer.status !== 200) return 0
  if (isWhole(answer.header('X-Sha256') ?? undefined, media.sha256)) return 'whole'
  return Number(answer.header('Upload-Offset') ?? 0)
}

const pathOf = ({ id, kind = 'photos' }: Media): string => `/api/sync/${kind}/${id}/`

const put = ({ ask }: Context, media: Media) =>
  ask({
    method: 'PUT',
    path: pathOf(media),
    bytes: media.bytes,
    headers: { 'Content-Type': media.type, ...headersOf(media) },
    patience: PATIENCE,
  })

interface Far {
  offset?: number
  sha256?: string
}

/** Piece after piece, each from where the server says that its own end. */
async function putPieces(ctx: Context, media: Media, from: number): Promise<void> {
  const { size } = ctx.pieces
  let offset = from
  for (let left = media.bytes.byteLength / size + SPARE_PIECES; left > 0; left -= 1) {
    const told = bodyOf<Far>(await patch(ctx, media, offset))
    if (isWhole(told.sha256, media.sha256)) return
    offset = told.offset ?? 0
  }
  throw new Trouble('refused', '照片没有传完整，稍后自动重试')
}

const patch = ({ ask, pieces }: Context, media: Media, offset: number) =>
  ask({
    method: 'PATCH',
    path: pathOf(media),
    bytes: media.bytes.slice(offset, offset + pieces.size),
    headers: {
      'Content-Type': 'application/octet-stream',
      'Upload-Offset': String(offset),
      'Upload-Length': String(media.bytes.byteLength),
      ...headersOf(media),
    },
    patience: PATIENCE,
  })

function headersOf({ sha256, taken_at, lon, lat, accuracy, burnt }: Media): Record<string, string> {
  const headers: Record<string, string> = { 'X-Sha256': sha256 }
  if (taken_at) headers['X-Taken-At'] = taken_at
  if (burnt) headers['X-Burnt'] = 'true'
  if (lon === null || lat === null) return headers
  Object.assign(headers, { 'X-Lon': String(lon), 'X-Lat': String(lat) })
  if (accuracy) headers['X-Accuracy'] = String(accuracy)
  return headers
}

const isTheirs = ({ kind }: Trouble): boolean => kind === 'refused' || kind === 'broken'

/** One photo the server does not want must not stop the others; a dead line stops all. */
async function noteTrouble({ box, now }: Context, photo: Media, error: unknown): Promise<void> {
  if (!(error instanceof Trouble)) throw error
  const { tries, refused = 0 } = photo
  const isOwn = isTheirs(error)
  const own = {
    refused: refused + 1,
    next_at: now() + Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** refused),
  }
  const then = isOwn ? own : { next_at: 0 }
  await box.media.update(photo.id, { tries: tries + 1, trouble: error.message, ...then })
  if (!isOwn) throw error
}
