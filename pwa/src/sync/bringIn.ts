import type { Media, Outbox, Settled, Waiting } from '@/sync/db'
import { bytesOf } from '@/data/base64'
import { keepNote, note } from '@/sync/db'
import type { Unsynced } from '@/sync/sealed'

/** What came of taking a file in. */
export interface BroughtIn {
  added: number
  photos: number
  known: number
}

export class OtherAccount extends Error {}

/**
 * Adds what this phone does not know yet, all or nothing, behind what waits already and in its old
 * order; a command keeps its id, so that it is done once wherever it comes from.
 */
export function bringIn(box: Outbox, account: number, file: Unsynced): Promise<BroughtIn> {
  if (file.account !== account) return Promise.reject(new OtherAccount())
  const tables = [box.commands, box.journal, box.media, box.notes]
  return box.transaction('rw', tables, async () => {
    const unknown = await unknownOf(box, [...file.commands, ...file.open])
    const photos = await newPhotos(box, file)
    const last = await note(box, 'seq', 0)
    const numbered = unknown
      .sort((a, b) => a.seq - b.seq)
      .map((one, n) => ({ ...one, seq: last + n + 1, next_at: 0 }))
    await box.journal.bulkAdd(numbered.filter((one): one is Settled => 'outcome' in one))
    await box.commands.bulkAdd(numbered.filter((one) => !('outcome' in one)))
    await box.media.bulkAdd(photos)
    await keepNote(box, 'seq', last + numbered.length)
    const known = file.commands.length + file.open.length - unknown.length
    return { added: unknown.length, photos: photos.length, known }
  })
}

async function unknownOf<T extends Waiting>(box: Outbox, some: T[]): Promise<T[]> {
  const ids = some.map(({ id }) => id)
  const here = await Promise.all([box.commands.bulkGet(ids), box.journal.bulkGet(ids)])
  const known = new Set(here.flat().flatMap((one) => (one ? [one.id] : [])))
  return some.filter(({ id }) => !known.has(id))
}

async function newPhotos(box: Outbox, { photos }: Unsynced): Promise<Media[]> {
  const known = new Set(
    (await box.media.bulkGet(photos.map(({ id }) => id))).flatMap((one) => (one ? [one.id] : [])),
  )
  return photos
    .filter(({ id }) => !known.has(id))
    .map(({ base64, small, ...rest }) => ({
      ...rest,
      bytes: bytesOf(base64).buffer,
      // An earlier build wrote no bytes of it into the file.
      preview: small ? bytesOf(small).buffer : null,
      next_at: 0,
    }))
}
