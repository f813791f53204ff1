import { keepNote, note, type Media, type Outbox, type Settled, type Waiting } from '@/sync/db'
import { rowOf, timedId } from '@/sync/ids'
import { isFinal, isOfThisServer, isRestored } from '@/sync/laws'
import type { Body, Command, Outcome, Scope, ScopeAnswer } from '@/sync/wire'

/** What a screen hands over: what was done, to which row, and how people call it. */
export interface Doing {
  kind: string
  title: string
  row?: string | null
  scope?: Scope | null
  base_rev?: number | null
  data: Body
  old?: Body
  expected_state?: string | null
  needs?: string[]
  shown?: Body
  occurred_at?: string
  /** Given when the screen made it up before, so that pressing twice is one command. */
  id?: string
}

/** A photo or voice note as the screen hands it over. */
export type NewMedia = Pick<
  Media,
  | 'id'
  | 'kind'
  | 'bytes'
  | 'type'
  | 'sha256'
  | 'taken_at'
  | 'lon'
  | 'lat'
  | 'accuracy'
  | 'burnt'
  | 'preview'
>

const BLANK = {
  tries: 0,
  refused: 0,
  tried_at: null,
  next_at: 0,
  trouble: '',
  parked: false,
} as const

/** Stored with its photos, all or nothing; the same id is stored once. */
export function save(box: Outbox, doing: Doing, photos: NewMedia[], now: number): Promise<Waiting> {
  return box.transaction('rw', box.commands, box.journal, box.media, box.notes, async () => {
    const known = doing.id && (await keptBefore(box, doing.id))
    if (known) return known
    const id = doing.id ?? timedId(now)
    const seq = (await note(box, 'seq', 0)) + 1
    const waiting = waitingOf(plain(doing), {
      id,
      seq,
      now,
      photos: photos.map((photo) => photo.id),
    })
    await keepNote(box, 'seq', seq)
    await box.commands.add(waiting)
    await box.media.bulkPut(photos.map((photo) => mediaOf(photo, id)))
    return waiting
  })
}

/** Sent from here or still to be sent. */
const keptBefore = async (box: Outbox, id: string): Promise<Waiting | undefined> =>
  (await box.commands.get(id)) ?? (await box.journal.get(id))

/** As it goes over the line: what a form holds is watched by the screen and cannot be stored. */
const plain = (doing: Doing): Doing => JSON.parse(JSON.stringify(doing)) as Doing

interface Born {
  id: string
  seq: number
  now: number
  photos: string[]
}

function waitingOf(doing: Doing, { id, seq, now, photos }: Born): Waiting {
  return {
    // Of every kind so far. Whoever changes what a kind's `data` means raises its own, and adds a step at the server (S-45).
    v: 1,
    row: null,
    scope: null,
    base_rev: null,
    old: {},
    expected_state: null,
    needs: [],
    shown: {},
    occurred_at: new Date(now).toISOString(),
    ...doing,
    id,
    seq,
    photos,
    saved_at: now,
    ...BLANK,
  }
}

const mediaOf = (photo: NewMedia, command: string): Media => ({
  ...photo,
  command,
  waiting: 1,
  sent_at: null,
  tries: 0,
  next_at: 0,
  trouble: '',
})

/**
 * What may go up now, oldest first. A command waits for the earlier ones on its row and for those it
 * needs unless they go in the same batch; it waits for nobody else.
 */
export function dueOf(waiting: Waiting[], may: (one: Waiting) => boolean, most: number): Waiting[] {
  const late = new Set<string>()
  const due: Waiting[] = []
  for (const one of [...waiting].sort((a, b) => a.seq - b.seq)) {
    const isReady = may(one) && !late.has(rowOf(one)) && !one.needs.some((id) => late.has(id))
    if (isReady && due.length < most) due.push(one)
    // The server has a parked one and keeps the order of what follows it.
    else if (!one.parked) late.add(rowOf(one)).add(one.id)
  }
  return due
}

/** Nothing but what the wire names. */
export function commandOf(one: Waiting): Command {
  const { id, seq, kind, v, row, base_rev, data, old, expected_state, needs, photos } = one
  const { occurred_at } = one
  return { id, seq, kind, v, row, base_rev, data, old, expected_state, needs, photos, occurred_at }
}

const PARKED_PAUSE = 600_000

/** How often a restored server has been offered everything again: an answer from before it counts no more. */
export const offersOf = (box: Outbox): Promise<number> => note(box, 'offers', 0)

interface Heard {
  now: number
  /** What `offersOf` said when the question was asked. */
  offers: number
}

/** The server's word on each: a final one takes the command to the journal in the same breath. */
export function settle(box: Outbox, outcomes: Outcome[], { now, offers }: Heard): Promise<void> {
  return box.transaction('rw', box.commands, box.journal, box.notes, async () => {
    if (!isOfThisServer(await offersOf(box), offers)) return
    for (const outcome of outcomes) {
      const waiting = await box.commands.get(outcome.id)
      if (!waiting) await hearAgain(box, outcome)
      else if (isFinal(outcome)) {
        const settled = settledOf(waiting, outcome, now)
        if (await isToldBefore(box, settled)) settled.open = 0
        await box.journal.put(settled)
        await box.commands.delete(outcome.id)
      } else await box.commands.put({ ...waiting, ...parkedUntil(outcome, now) })
    }
  })
}

const needsLook = ({ status }: Outcome): 0 | 1 =>
  status === 'held' || status === 'rejected' ? 1 : 0
const leavesTrace = ({ status }: Outcome): 0 | 1 =>
  status === 'applied' || status === 'merged' ? 1 : 0

function settledOf(waiting: Waiting, outcome: Outcome, now: number): Settled {
  return {
    ...waiting,
    outcome,
    settled_at: now,
    open: needsLook(outcome),
    echo: leavesTrace(outcome),
    parked: false,
    trouble: '',
  }
}

/** A later step of a form whose first one came back: what was typed is taken up, or left, with that one. */
async function isToldBefore(box: Outbox, { outcome, needs, shown }: Settled): Promise<boolean> {
  const form = nameOf(shown.form)
  if (outcome.status !== 'rejected' || form === undefined) return false
  const before = await box.journal.bulkGet(needs)
  return before.some((one) => one?.open === 1 && nameOf(one.shown.form) === form)
}

const nameOf = (form: unknown): unknown => (form as { name?: unknown } | undefined)?.name

const parkedUntil = ({ message }: Outcome, now: number): Partial<Waiting> => ({
  parked: true,
  trouble: message,
  next_at: now + PARKED_PAUSE,
})

/** What was held may be settled later, by the worker or by the station. */
async function hearAgain(box: Outbox, outcome: Outcome): Promise<void> {
  const settled = await box.journal.get(outcome.id)
  if (!settled || !isFinal(outcome) || outcome.at <= settled.outcome.at) return
  await box.journal.put({
    ...settled,
    outcome,
    open: needsLook(outcome),
    echo: leavesTrace(outcome),
  })
}

/** Tried in vain: said on the list, and tried again, at once or after a pause. */
export async function noteFailure(
  box: Outbox,
  ids: string[],
  trouble: string,
  at: { now: number; next: number },
): Promise<void> {
  await box.transaction('rw', box.commands, async () => {
    for (const one of await box.commands.bulkGet(ids))
      if (one)
        await box.commands.put({
          ...one,
          tries: one.tries + 1,
          refused: (one.refused ?? 0) + (at.next > 0 ? 1 : 0),
          tried_at: at.now,
          trouble,
          next_at: at.next,
        })
  })
}

/**
 * A server restored from a backup has forgotten: all that was acknowledged is offered again, photos
 * too, once for each new epoch.
 */
export function offerAgain(box: Outbox, told: Life[]): Promise<boolean> {
  return box.transaction('rw', box.commands, box.journal, box.media, box.notes, async () => {
    const known = await epochsOf(box)
    // Of a scope never heard of, the others' epoch tells; before the first pull anything may have been forgotten.
    const highest = Math.max(0, ...Object.values(known))
    const hasForgotten = told.some(({ scope, epoch }) => isRestored(known[scope] ?? highest, epoch))
    for (const { scope, epoch } of told) known[scope] = Math.max(known[scope] ?? 0, epoch)
    await keepNote(box, 'epochs', known)
    if (!hasForgotten) return false
    await keepNote(box, 'offers', (await offersOf(box)) + 1)
    const settled = await box.journal.toArray()
    // What it had parked it keeps in order no more.
    await box.commands.filter(({ parked }) => parked).modify({ parked: false, next_at: 0 })
    await box.commands.bulkPut(settled.map(waitingAgain))
    await box.journal.bulkDelete(settled.map(({ id }) => id))
    await box.media.toCollection().modify({ waiting: 1, next_at: 0 })
    return true
  })
}

type Life = Pick<ScopeAnswer, 'scope' | 'epoch'>

const epochsOf = (box: Outbox): Promise<Record<Scope, number>> => note(box, 'epochs', {})

/** The newest epoch this phone has heard of; null before the first pull. */
export async function epochOf(box: Outbox): Promise<number | null> {
  const known = Object.values(await epochsOf(box))
  return known.length > 0 ? Math.max(...known) : null
}

/** Heard of at another door than the scopes'. */
export async function hearEpoch(box: Outbox, epoch: number): Promise<void> {
  const scopes = Object.keys(await epochsOf(box))
  await offerAgain(
    box,
    scopes.map((scope) => ({ scope, epoch })),
  )
}

function waitingAgain(settled: Settled): Waiting {
  const { title, scope, shown, saved_at } = settled
  return { ...commandOf(settled), title, scope, shown, saved_at, ...BLANK }
}

/** The server has the photo, unless it was restored meanwhile. */
export function confirmPhoto(box: Outbox, id: string, { now, offers }: Heard): Promise<void> {
  return box.transaction('rw', box.media, box.notes, async () => {
    if (!isOfThisServer(await offersOf(box), offers)) return
    await box.media.update(id, { waiting: 0, sent_at: now, trouble: '' })
  })
}

/** The worker has seen it and wants no more of it. */
export const putAside = (box: Outbox, id: string): Promise<number> =>
  box.journal.update(id, { open: 0 })
