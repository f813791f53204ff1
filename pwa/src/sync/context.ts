import type { Outbox, Replica } from '@/sync/db'
import { keepNote, note } from '@/sync/db'
import { newId } from '@/data/ids'
import type { Ask } from '@/sync/line'

export interface StorageFacts {
  persisted: boolean
  quota: number
  usage: number
}

/** One account on one phone, and what its loop needs from the world. */
export interface Context {
  account: number
  box: Outbox
  replica: Replica
  ask: Ask
  now: () => number
  random: () => number
  /** Which build asks. */
  app: string
  storage: () => Promise<StorageFacts>
  /** Files above this many bytes go up in pieces of that many. */
  pieces: { above: number; size: number }
}

/** This phone's name for the server, made up once; it goes with the outbox. */
export function deviceOf(box: Outbox): Promise<string> {
  return box.transaction('rw', box.notes, async () => {
    const known = await note<string | null>(box, 'device', null)
    if (known) return known
    const device = newId()
    await keepNote(box, 'device', device)
    return device
  })
}
