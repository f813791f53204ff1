import type { Context } from '@/sync/context'
import { keepNote, note, type Media, type Settled } from '@/sync/db'
import { erase } from '@/sync/erase'

const DAY = 86_400_000
/** A server can be restored from a backup of so long ago. */
const JOURNAL_KEPT = 30 * DAY
const PHOTOS_KEPT = 7 * DAY

/** Once a day: what the server has had for long, and what nobody has to look at any more. */
export async function tidy({ box, now }: Context): Promise<void> {
  if (Math.abs(now() - (await note(box, 'tidied', 0))) < DAY) return
  const { commands, journal, media, notes, erased } = box
  await box.transaction('rw', [commands, journal, media, notes, erased], async () => {
    const open = new Set(await journal.where('open').equals(1).primaryKeys())
    for (const id of await commands.toCollection().primaryKeys()) open.add(id)
    const isOldPhoto = ({ waiting, sent_at, command }: Media): boolean =>
      waiting === 0 && sent_at !== null && sent_at < now() - PHOTOS_KEPT && !open.has(command)
    const isOld = ({ settled_at, open: isOpen }: Settled): boolean =>
      settled_at < now() - JOURNAL_KEPT && isOpen === 0
    await erase(box, 'photos', 'photo confirmed long ago', () => media.filter(isOldPhoto).delete())
    await erase(box, 'journal', 'settled long ago', () => journal.filter(isOld).delete())
    await keepNote(box, 'tidied', now())
  })
}
