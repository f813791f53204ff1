import type { StorageFacts } from '@/sync/context'
import { keepNote, note, type Outbox } from '@/sync/db'

/** Beside IndexedDB, because a browser in need drops that one and keeps this. */
const canaryName = (account: number): string => `outbox-canary:${account}`

/** False of an outbox that is new, or suddenly new again. */
export const wasOpened = (box: Outbox): Promise<boolean> => note(box, 'opened', false)

/** What was waiting in an outbox that is gone. */
export interface Lost {
  commands: number
  /** Photos and voice notes; those of a report that had gone up already too. */
  media: number
}

/** How many commands and photos wait, for whoever opens this phone next; what was thrown away must be missed first. */
export async function keepCanary(box: Outbox, account: number): Promise<void> {
  if (!(await wasOpened(box))) return
  const commands = await box.commands.count()
  const media = await box.media.where('waiting').equals(1).count()
  try {
    localStorage.setItem(canaryName(account), `${commands}+${media}`)
  } catch {
    // Full or forbidden: the canary warns only of what it can.
  }
}

/** An earlier build counted commands only. */
function heldBy(account: number): Lost {
  const [commands = 0, media = 0] = (localStorage.getItem(canaryName(account)) ?? '')
    .split('+')
    .map((count) => Number(count) || 0)
  return { commands, media }
}

/** What the canary held when the outbox is suddenly new: that much work is gone, and the worker and the server are told. */
export function findLoss(box: Outbox, account: number): Promise<void> {
  const lost = heldBy(account)
  const count = lost.commands + lost.media
  return box.transaction('rw', box.notes, async () => {
    if (await wasOpened(box)) return
    await keepNote(box, 'opened', true)
    if (count === 0) return
    await box.notes.bulkPut([
      { key: 'lost', value: lost },
      { key: 'evicted', value: { count } },
    ])
  })
}

/** The worker has read it. */
export const admitLoss = (box: Outbox): Promise<void> => box.notes.delete('lost')

/** Asks the browser to keep what is here also when it runs short of space. */
export async function askToPersist(): Promise<boolean> {
  try {
    return await navigator.storage.persist()
  } catch {
    return false
  }
}

/** What a browser without the question would answer. */
const UNKNOWN: StorageFacts = { persisted: false, quota: 0, usage: 0 }

export async function storageFacts(): Promise<StorageFacts> {
  try {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate()
    return { persisted: await navigator.storage.persisted(), quota, usage }
  } catch {
    return UNKNOWN
  }
}

const LEAST_FREE = 200 * 1024 * 1024

/** Less free than this: saving goes on, keeping copies of what can be fetched again does not. */
export const isShortOf = ({ quota, usage }: StorageFacts): boolean =>
  quota > 0 && quota - usage < LEAST_FREE

export interface Standing {
  waiting: number
  photos: number
  /** Held or refused, and not yet acted on. */
  open: number
  /** Nothing waits, and the last pull began after the last save. */
  isSynced: boolean
  pulledAt: number | null
  lost: Lost | null
}

/** Where this phone stands; "synced" is said only when it is true. */
export function standingOf(box: Outbox): Promise<Standing> {
  return box.transaction('r', box.commands, box.journal, box.media, box.notes, async () => {
    const waiting = await box.commands.count()
    const photos = await box.media.where('waiting').equals(1).count()
    const pulled = await note<{ seq: number; at: number } | null>(box, 'pulled', null)
    const seq = await note(box, 'seq', 0)
    return {
      waiting,
      photos,
      open: await box.journal.where('open').equals(1).count(),
      isSynced: waiting === 0 && photos === 0 && pulled !== null && pulled.seq >= seq,
      pulledAt: pulled?.at ?? null,
      lost: await lostOf(box),
    }
  })
}

/** As an earlier build wrote it down it is a number of commands. */
async function lostOf(box: Outbox): Promise<Lost | null> {
  const lost = await note<(Partial<Lost> & { count?: number }) | null>(box, 'lost', null)
  return lost && { commands: lost.commands ?? lost.count ?? 0, media: lost.media ?? 0 }
}
