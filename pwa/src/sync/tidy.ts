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
    const heard = Date.parse(await note(box, 'outcomes_after', ''))
    const kept = new Set(await commands.toCollection().primaryKeys())
    await journal.each((one) => void (isYoung(one, heard - PHOTOS_KEPT) && kept.add(one.id)))
    const isOldPhoto = ({ waiting, sent_at, command }: Media): boolean =>
      waiting === 0 && sent_at !== null && sent_at < now() - PHOTOS_KEPT && !kept.has(command)
    const isOld = (one: Settled): boolean =>
      one.settled_at < now() - JOURNAL_KEPT && !isYoung(one, heard - JOURNAL_KEPT)
    await erase(box, 'photos', 'photo confirmed long ago', () => media.filter(isOldPhoto).delete())
    await erase(box, 'journal', 'settled long ago', () => journal.filter(isOld).delete())
    await keepNote(box, 'tidied', now())
  })
}

/** Still looked at, or not so old by the server's own clock: this phone's may run ahead, or have been set right. */
const isYoung = ({ open, outcome }: Settled, since: number): boolean =>
  open === 1 || !(Date.parse(outcome.at) < since)
