import { IDBKeyRange } from 'fake-indexeddb'
import { expect } from 'vitest'
import { Outbox, Replica, type Cursor, type Held, type Settled, type Waiting } from '@/sync/db'
import { digestOf, sha256 } from '@/sync/digest'
import type { FarEnd } from '@/sync/proof/farEnd'
import type { Fed } from '@/sync/proof/memory'
import type { Scope } from '@/sync/wire'
import type { Phone } from '@/sync/proof/phone'
import { viewOf } from '@/sync/view'

/** All that is stored on a phone, read past its tabs. */
interface Stored {
  commands: Waiting[]
  journal: Settled[]
  photos: { id: string; waiting: 0 | 1 }[]
  rows: Held[]
  cursors: Cursor[]
}

/** Reads past the tabs, whatever state they are in. */
export class Eye {
  readonly box: Outbox
  readonly replica: Replica

  constructor(phone: Phone) {
    const opening = { indexedDB: phone.store, IDBKeyRange, safe: phone.safe }
    this.box = new Outbox(phone.account, opening)
    this.replica = new Replica(phone.account, opening)
  }

  async look(): Promise<Stored> {
    const { box, replica } = this
    return {
      ...(await box.transaction('r', box.commands, box.journal, box.media, async () => ({
        commands: await box.commands.orderBy('seq').toArray(),
        journal: await box.journal.toArray(),
        photos: await box.media.toArray(),
      }))),
      ...(await replica.transaction('r', replica.rows, replica.cursors, async () => ({
        rows: await replica.rows.toArray(),
        cursors: await replica.cursors.toArray(),
      }))),
    }
  }
}

/** The proof's own notion, not that of the code it looks at. */
const isFinal = ({ status }: { status: string }): boolean => status !== 'parked'

const keyOf = ({ kind, id }: { kind: string; id: string }): string => `${kind}:${id}`

/** What must hold after every step; the numbers are those of the design, §5.10. */
export function checkStep(phone: Phone, end: FarEnd, stored: Stored): void {
  noHoleBelowTheCursor(phone, end, stored)
  workGoesUpFirst(phone, stored)
  cursorsMoveOn(phone, stored)
  ownWorkIsSeen(stored)
  nothingIsLost(phone, stored)
}

/** 1. Every live row up to the cursor is here, and nothing that had died by then. */
function noHoleBelowTheCursor(phone: Phone, end: FarEnd, { rows, cursors }: Stored): void {
  const held = new Map(rows.map((row) => [keyOf(row), row]))
  for (const { scope, version } of currentOf(phone, end, cursors))
    for (const fed of end.fedIn(scope))
      if (fed.version <= version) isAsFed(held.get(keyOf(fed)), fed, scope)
}

/** What is told otherwise since a scope was gained or lost is of no revision until it was asked for (S-05), and then it is (9). */
const ASKED_ANEW = 0

function isAsFed(row: Held | undefined, fed: Fed, scope: Scope): void {
  const what = `1: ${keyOf(fed)} of ${scope}, below the cursor`
  const rev = row?.revs[scope]
  if (fed.isDead) expect(rev, what).toBe(undefined)
  else if (rev !== ASKED_ANEW) {
    expect(rev, what).toBe(fed.rev)
    if (row?.rev !== ASKED_ANEW)
      expect(row?.rev, `${what}: its contents`).toBeGreaterThanOrEqual(fed.rev)
  }
}

/** Cursors of which the server can still say what lies below them. */
const currentOf = (phone: Phone, end: FarEnd, cursors: Cursor[]): Cursor[] =>
  cursors.filter(
    ({ scope, epoch, version }) =>
      end.assigned.get(phone.account)?.has(scope) &&
      epoch === end.epoch &&
      version >= end.floorOf(scope),
  )

/** 4. A cursor only moves on: what was asked before it moved comes too late. */
function cursorsMoveOn({ reached }: Phone, { cursors }: Stored): void {
  for (const { scope, epoch, version } of cursors) {
    const before = reached.get(scope)
    const isOn =
      !before || epoch > before.epoch || (epoch === before.epoch && version >= before.version)
    expect(isOn, `4: the cursor of ${scope} moves on`).toBe(true)
  }
  reached.clear()
  for (const { scope, epoch, version } of cursors) reached.set(scope, { epoch, version })
}

/** 13. While something done in it is only here, a scope stays. */
function workGoesUpFirst({ reached }: Phone, { commands, cursors }: Stored): void {
  const here = new Set(cursors.map(({ scope }) => scope))
  for (const { scope, parked } of commands)
    if (scope !== null && !parked && reached.has(scope))
      expect(here.has(scope), `13: ${scope} stays while its work is here`).toBe(true)
}

/** 2. What was typed last and waits is what the worker sees; and of whatever kind, that it waits. */
function ownWorkIsSeen({ rows, commands, journal }: Stored): void {
  const own = [...commands, ...journal.filter(({ echo }) => echo === 1)]
  const heldOf = (kind: string, id: unknown) =>
    rows.find((one) => one.kind === kind && one.id === id)
  editsAreSeen(own, heldOf)
  for (const command of commands) {
    isSeenToWait(command, own, heldOf)
    const whom = heldOf('person', command.data.person)
    if (whom) expect(visitsOf(whom, own), '2: own visit seen').toContain(command.id)
  }
}

type HeldOf = (kind: string, id: unknown) => Held | undefined

/** Of what was typed twice the later counts, whichever of them the server has answered by now. */
function editsAreSeen(own: (Waiting | Settled)[], heldOf: HeldOf): void {
  const seen = new Set<string>()
  const corrections = own.filter(({ kind }) => kind === 'person.correct')
  for (const one of corrections.sort((a, b) => b.seq - a.seq)) {
    const { row, data } = one
    const held = heldOf('person', row)
    for (const [field, value] of Object.entries(data)) {
      const isNewest = !seen.has(`${row}.${field}`)
      seen.add(`${row}.${field}`)
      if (held && isNewest && !('outcome' in one))
        expect(viewOf('person', held.id, held, own)?.body[field], '2: own edit seen').toBe(value)
    }
  }
}

/** On the row it is about, as far as that is here or was made here. */
function isSeenToWait(command: Waiting, own: (Waiting | Settled)[], heldOf: HeldOf): void {
  const [kind = ''] = command.kind.split('.')
  const id = command.row ?? command.id
  const held = heldOf(kind, id)
  const isHere = held ?? own.find((one) => one.row === null && one.id === id)
  const waiting = viewOf(kind, id, held, own)?.waiting.map((one) => one.id)
  if (isHere) expect(waiting, `2: ${command.kind} seen`).toContain(command.id)
}

const visitsOf = (whom: Held, own: (Waiting | Settled)[]): unknown[] =>
  ((viewOf('person', whom.id, whom, own)?.body.visits ?? []) as { id: string }[]).map(
    ({ id }) => id,
  )

/** 3. Whatever was saved waits, or is in the journal with a final outcome. */
function nothingIsLost({ saved }: Phone, { commands, journal }: Stored): void {
  const waiting = new Set(commands.map(({ id }) => id))
  const settled = new Map(journal.map((one) => [one.id, one.outcome]))
  for (const id of saved) {
    const outcome = settled.get(id)
    expect(waiting.has(id) || (outcome && isFinal(outcome)), `3: ${id} is somewhere`).toBe(true)
    expect(waiting.has(id) && settled.has(id), `3: ${id} is in one place`).toBe(false)
  }
}

/** What must hold when the line is whole again and all phones have been in touch. */
export async function checkRest(phones: Map<Phone, Eye>, end: FarEnd): Promise<void> {
  for (const [phone, eye] of phones) {
    const stored = await eye.look()
    checkStep(phone, end, stored)
    everyCommandOnce(phone, end, stored)
    everyRowInOrder(end, stored)
    outcomesAgree(end, stored)
    await photosArrived(end, stored)
    await rowsAgree(phone, end, stored)
  }
}

/** 7 (and with it 12 and 13). One record with a final word for each command, one effect for each that was done. */
function everyCommandOnce({ saved }: Phone, end: FarEnd, { commands }: Stored): void {
  expect(commands, '15: nothing waits any more').toEqual([])
  for (const id of saved) {
    const outcome = end.memory.done.get(id)?.outcome
    expect(outcome && isFinal(outcome), `7: ${id} has its final word`).toBe(true)
    const times = end.memory.effects.filter((one) => one === id).length
    expect(times, `7: ${id} was done`).toBe(outcome?.status === 'applied' ? 1 : 0)
  }
}

/** 12. What one phone said of one row was done in the order it was said, whatever a restore had made of it between. */
function everyRowInOrder({ memory }: FarEnd, { journal }: Stored): void {
  const last = new Map<string, { id: string; at: number }>()
  const corrections = journal.filter(
    ({ kind, outcome }) => kind === 'person.correct' && outcome.status === 'applied',
  )
  for (const { id, row } of corrections.sort((a, b) => a.seq - b.seq)) {
    const at = memory.effects.indexOf(id)
    const before = last.get(row ?? '')
    expect(at, `12: ${id} was done after ${before?.id}`).toBeGreaterThan(before?.at ?? -1)
    last.set(row ?? '', { id, at })
  }
}

/** 8. The phone knows what the server knows, and shows what was not done. */
function outcomesAgree(end: FarEnd, { journal }: Stored): void {
  for (const { id, outcome, open } of journal) {
    expect(outcome.status, `8: outcome of ${id}`).toBe(end.memory.done.get(id)?.outcome.status)
    if (outcome.status === 'held') expect(open, `8: ${id} is shown`).toBe(1)
  }
}

/** 11. A report's photo is saved with it or not at all, and comes up, whole and with its own bytes. */
async function photosArrived(end: FarEnd, { photos, journal }: Stored): Promise<void> {
  for (const { id, kind } of journal)
    if (kind === 'event.report')
      expect(end.memory.photos.has(`photo-${id}`), `11: photo of ${id}`).toBe(true)
  for (const { id, waiting } of photos) {
    expect(waiting, `11: photo ${id} is up`).toBe(0)
    expect(end.memory.photos.has(id), `11: photo ${id} is at the server`).toBe(true)
  }
  for (const [id, { bytes, sha256: told }] of end.memory.photos)
    expect(await sha256(bytes.slice().buffer), `11: the bytes of ${id}`).toBe(told)
}

/** 9. The same rows as the server, by id, rev, contents and digest; nothing of another scope. */
async function rowsAgree(phone: Phone, end: FarEnd, { rows, cursors }: Stored): Promise<void> {
  const mine = [...(end.assigned.get(phone.account) ?? [])].sort()
  expect(cursors.map(({ scope }) => scope).sort(), '13: scopes').toEqual(mine)
  expect(
    [...new Set(rows.flatMap(({ scopes }) => scopes))].filter((one) => !mine.includes(one)),
    '9: no row of another scope',
  ).toEqual([])
  for (const scope of mine) {
    const here = rows.filter(({ scopes }) => scopes.includes(scope))
    const there = end.liveIn(scope)
    const print = (some: { kind: string; id: string; rev: number }[]): string[] =>
      some.map((row) => `${keyOf(row)}@${row.rev}`).sort()
    const told = here.map((row) => ({ ...row, rev: row.revs[scope] ?? 0 }))
    expect(print(told), `9: rows of ${scope}`).toEqual(print(there))
    for (const row of here)
      expect(row.body, `9: contents of ${keyOf(row)}`).toEqual(
        end.memory.rows.get(keyOf(row))?.body,
      )
    const other = there.map((row) => ({ ...row, revs: { [scope]: row.rev } })) as unknown as Held[]
    expect(await digestOf(here, scope), `9: digest of ${scope}`).toEqual(
      await digestOf(other, scope),
    )
  }
}
