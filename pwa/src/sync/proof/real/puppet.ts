import { createInterface } from 'node:readline'
import type { Held, Waiting } from '@/sync/db'
import { digestOf, sha256 } from '@/sync/digest'
import { listOf, subjectOf, type Own } from '@/sync/mark'
import { rowOf } from '@/sync/ids'
import { save, type Doing } from '@/sync/outbox'
import { Eye } from '@/sync/proof/invariants'
import { Phone, type Tab } from '@/sync/proof/phone'
import { beBrowserOf, Server } from '@/sync/proof/real/server'
import { viewOf } from '@/sync/view'
import type { Mark, Scope } from '@/sync/wire'

/** Led by tests/sync/far.py: each line in says what a phone does, each line out what came of it. */

interface Told {
  do: 'open' | 'save' | 'talk' | 'die' | 'clock' | 'look'
  origin: string
  sessions: Record<number, string>
  phone: number
  /** Which tabs talk, all at the same time. */
  tabs: [phone: number, tab: number][]
  doing: Doing
  /** Of a photo, in base64. */
  photo: string | null
  photo_id: string
  deadline: number
  ms: number
}

/** A picture of the far city goes in a few. */
const PIECES = { above: 200, size: 300 }
const phones: Phone[] = []
const eyes: Eye[] = []
/** By phone, cursors that moved back. */
const wentBack: Scope[][] = []

const the = <T>(one: T | undefined): T => {
  if (one === undefined) throw new Error('no such phone')
  return one
}

function open({ origin, sessions }: Told): object {
  beBrowserOf(origin)
  const server = new Server(sessions)
  for (const account of Object.keys(sessions).map(Number)) {
    const phone = new Phone(account, server, PIECES)
    phone.now = Date.now()
    const back: Scope[] = []
    phone.tabs.forEach((tab) => watchCursors(tab, back))
    phones.push(phone)
    eyes.push(new Eye(phone))
    wentBack.push(back)
  }
  return {}
}

/** However soon it moves on again. */
function watchCursors({ ctx }: Tab, back: Scope[]): void {
  ctx.replica.cursors.hook('updating', (change, scope, before) => {
    const { epoch = before.epoch, version = before.version } = change as Partial<Mark>
    if (epoch === before.epoch && version < before.version) back.push(scope)
  })
}

function reopen(number: number, which: number): void {
  const phone = the(phones[number])
  phone.reopen(which)
  watchCursors(phone.tab(which), the(wentBack[number]))
}

async function keep({ phone: number, doing, photo, photo_id, deadline }: Told): Promise<object> {
  const phone = the(phones[number])
  const tab = phone.tab(0)
  tab.deadline = deadline
  const photos = photo === null ? [] : [await photoOf(photo_id, photo)]
  const isSaved = await save(tab.ctx.box, doing, photos, phone.now).then(
    () => true,
    () => false,
  )
  if (deadline !== Infinity) reopen(number, 0)
  return { isSaved }
}

async function photoOf(id: string, packed: string) {
  const whole = Buffer.from(packed, 'base64')
  const bytes = new Uint8Array(whole).buffer
  return {
    id,
    bytes,
    sha256: await sha256(bytes),
    type: 'image/jpeg',
    taken_at: null,
    lon: null,
    lat: null,
  }
}

async function talk({ tabs, ms }: Told): Promise<object> {
  for (const number of new Set(tabs.map(([phone]) => phone))) the(phones[number]).now += ms
  const talking = tabs.map(([phone, tab]) => the(phones[phone]).tab(tab))
  await Promise.all(talking.map((tab) => tab.round()))
  return { troubles: talking.flatMap(({ trouble }) => trouble?.message ?? []) }
}

/** Dies somewhere in a round, and is opened again. */
async function die({ tabs, deadline }: Told): Promise<object> {
  for (const [number, which] of tabs) {
    const phone = the(phones[number])
    const tab = phone.tab(which)
    tab.deadline = deadline
    await tab.round()
    reopen(number, which)
  }
  return {}
}

function clock({ phone, ms }: Told): object {
  the(phones[phone]).now += ms
  return {}
}

async function look({ phone: number }: Told): Promise<object> {
  const { commands, journal, photos, rows, cursors } = await the(eyes[number]).look()
  const box = the(eyes[number]).box
  const digests = await Promise.all(
    cursors.map(async ({ scope }) => [
      scope,
      await digestOf(
        rows.filter(({ scopes }) => scopes.includes(scope)),
        scope,
      ),
    ]),
  )
  const shown = commands.flatMap(({ kind, row, data }) => {
    const held = rows.find((one) => one.kind === 'person' && one.id === row)
    const view =
      kind === 'person.correct' && held ? viewOf('person', held.id, held, commands) : null
    return view ? Object.keys(data).map((field) => [held?.id, field, view.body[field]]) : []
  })
  const own = [...commands, ...journal.filter(({ echo }) => echo === 1)]
  const views = commands.map((command) => seenOf(command, rows, own))
  const erased = await box.erased.toArray()
  const photosSlim = photos.map(({ id, waiting }) => ({ id, waiting }))
  const device = (await box.notes.get('device'))?.value ?? null
  const went_back = the(wentBack[number])
  const seen = {
    commands,
    journal,
    rows,
    cursors,
    digests,
    shown,
    views,
    erased,
    device,
    went_back,
  }
  return { ...seen, photos: photosSlim }
}

/** The row a command is about as a screen shows it; of a visit, those with the person, as far as one is here. */
function seenOf(command: Waiting, rows: Held[], own: Own[]): object | null {
  const heldOf = (kind: string, id: unknown) =>
    rows.find((one) => one.kind === kind && one.id === id)
  const [kind, id] = [subjectOf(command), rowOf(command)]
  const view = viewOf(kind, id, heldOf(kind, id), own)
  if (view === null) return null
  const person = heldOf('person', command.data.person)
  const home = person && viewOf('person', person.id, person, own)
  const visits = home ? listOf(home.body.visits).map((one) => one.id) : null
  return { body: view.body, waiting: view.waiting.map((one) => one.id), visits }
}

const DEEDS: Record<Told['do'], (told: Told) => object | Promise<object>> = {
  open,
  save: keep,
  talk,
  die,
  clock,
  look,
}

async function answer(line: string): Promise<void> {
  const told = { deadline: Infinity, ...(JSON.parse(line) as object) } as Told
  const said = await DEEDS[told.do](told)
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

let turn = Promise.resolve()
createInterface({ input: process.stdin }).on('line', (line) => {
  turn = turn
    .then(() => answer(line))
    .catch((error: unknown) => {
      process.stdout.write(`${JSON.stringify({ failed: String(error) })}\n`)
    })
})
