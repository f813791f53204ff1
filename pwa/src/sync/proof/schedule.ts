import fc from 'fast-check'
import type { Held } from '@/sync/db'
import { sha256 } from '@/sync/digest'
import { save, type Doing } from '@/sync/outbox'
import { FAULTS, type Fault } from '@/sync/proof/badLine'
import { FarEnd } from '@/sync/proof/farEnd'
import { checkRest, checkStep, Eye } from '@/sync/proof/invariants'
import { Phone, type Tab } from '@/sync/proof/phone'

const SCOPES = ['grid:1', 'grid:2', 'grid:3']
const ROUNDS_TO_REST = 12
const DAY = 86_400_000

/** One step of a schedule: what happens, and three numbers which say to whom and how. */
export type Step = [what: number, whom: number, how: number, fault: number]

const part = fc.nat({ max: 9999 })
export const steps = (least: number, most: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.tuple(part, part, part, part), { minLength: least, maxLength: most, size: 'max' })

interface World {
  end: FarEnd
  phones: Phone[]
  count: number
}

type Deed = (world: World, step: Step) => unknown

const pick = <T>(some: readonly T[], n: number): T => {
  const one = some[n % some.length]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** How often of a hundred. */
const DEEDS: [weight: number, deed: Deed][] = [
  [22, edit],
  [34, talk],
  [6, hear],
  [6, die],
  [12, office],
  [4, reassign],
  [4, gatherGarbage],
  [3, backUp],
  [3, restore],
  [3, turnClock],
  [3, breakOne],
]

function deedOf(n: number): Deed {
  let left = n % 100
  for (const [weight, deed] of DEEDS) {
    if (left < weight) return deed
    left -= weight
  }
  return talk
}

/** Runs a schedule against the real code, looks after every step, heals the line and looks again. */
export async function run(schedule: Step[]): Promise<void> {
  const world = begin()
  const eyes = new Map(world.phones.map((phone) => [phone, new Eye(phone)]))
  try {
    for (const step of schedule) {
      await deedOf(step[0])(world, step)
      const phone = pick(world.phones, step[1])
      const stored = await eyes.get(phone)?.look()
      if (stored) checkStep(phone, world.end, stored)
    }
    await heal(world)
    await checkRest(eyes, world.end)
  } finally {
    for (const phone of world.phones) phone.tabs.forEach((tab) => tab.close())
  }
}

function begin(): World {
  const end = new FarEnd()
  const phones = [new Phone(1, end), new Phone(2, end)]
  phones.forEach(({ account }) => end.assigned.set(account, new Set([pick(SCOPES, account)])))
  const people = [0, 1, 2, 3, 4, 5].map((n) => ({
    kind: 'person',
    id: `p${n}`,
    body: { name: `n${n}`, phone: '-' },
    scopes: [pick(SCOPES, n)],
  }))
  end.write(people)
  end.backUp()
  return { end, phones, count: 0 }
}

async function edit(world: World, [, whom, how, fault]: Step): Promise<void> {
  const phone = pick(world.phones, whom)
  const tab = phone.tab(how)
  world.count += 1
  const id = `c${world.count}`
  const doing = await doingOf(tab, id, { how, fault })
  const photos = doing.kind === 'event.report' ? [await photoOf(id)] : []
  // The power may go while it is being saved; then it is there whole or not at all.
  const isShaky = fault % 8 === 0
  if (isShaky) tab.deadline = (fault >> 3) % 10
  const isSaved = await save(tab.ctx.box, doing, photos, phone.now).then(
    () => true,
    () => false,
  )
  if (isShaky) phone.reopen(how)
  if (isSaved) phone.saved.push(id)
}

async function doingOf({ ctx }: Tab, id: string, by: Drawn): Promise<Doing> {
  const { how } = by
  const rows = await ctx.replica.rows.where('kind').equals('person').toArray()
  const said = how % 7 === 1 ? await saidOf(ctx, id, how) : null
  if (said) return said
  if (rows.length === 0 || how % 3 === 0) return reportOf(ctx, id, how)
  return personal(pick(rows, how), id, by)
}

interface Drawn {
  how: number
  fault: number
}

async function reportOf({ replica }: Tab['ctx'], id: string, how: number): Promise<Doing> {
  const known = (await replica.cursors.toArray()).map((cursor) => cursor.scope)
  const scope = pick(known.length > 0 ? known : SCOPES, how)
  return { kind: 'event.report', scope, data: { grid: scope, text: id }, id, title: id }
}

/** A visit, or a correction. */
function personal({ id: row, scopes, body }: Held, id: string, { how, fault }: Drawn): Doing {
  const [scope = null] = scopes
  if (how % 7 === 2) return { kind: 'visit.record', id, title: id, scope, data: { person: row } }
  const field = fault % 3 === 0 ? 'name' : 'phone'
  const said = { data: { [field]: id }, old: { [field]: body[field] } }
  return { kind: 'person.correct', id, title: id, row, scope, ...said }
}

/** More words, or a step, of a matter that is here or still to be sent. */
async function saidOf({ box, replica }: Tab['ctx'], id: string, how: number) {
  const told = await replica.rows.where('kind').equals('event').toArray()
  const reported = (await box.commands.toArray()).filter(({ kind }) => kind === 'event.report')
  const known = [
    ...told.map((one) => ({ row: one.id, scope: one.scopes[0] ?? null })),
    ...reported.map((one) => ({ row: one.id, scope: one.scope })),
  ]
  if (known.length === 0) return null
  const kind = how % 2 === 0 ? 'event.comment' : 'event.accept'
  return { kind, id, title: id, ...pick(known, how), data: { note: id } }
}

export async function photoOf(id: string) {
  // Longer than a piece, and no two pieces alike.
  const bytes = new TextEncoder().encode(`photo of ${id}`).buffer
  const rest = { type: 'image/jpeg', taken_at: null, lon: null, lat: null }
  return { id: `photo-${id}`, bytes, sha256: await sha256(bytes), ...rest }
}

/** A round over a line of which nobody knows what it will do. */
async function talk(world: World, [, whom, how, fault]: Step): Promise<void> {
  const phone = pick(world.phones, whom)
  phone.now += 11 * 60_000
  const tab = phone.tab(how)
  tab.faults = faultsOf(how, fault)
  await tab.round()
}

/** At most two faults, anywhere among the first questions of the round; every third round has none. */
function faultsOf(how: number, fault: number): (Fault | null)[] {
  if (fault % 3 === 0) return []
  const faults: (Fault | null)[] = Array.from({ length: 8 }, () => null)
  faults[how % 5] = pick(FAULTS, fault)
  if (fault % 2 === 0) faults[(how >> 3) % 8] = pick(FAULTS, fault >> 4)
  return faults
}

/** What was held back arrives now, whatever has happened since. */
async function hear(world: World, [, whom]: Step): Promise<void> {
  for (const tab of pick(world.phones, whom).tabs) if (tab.isBlocked) await tab.letGo()
}

/** Dies somewhere in a round, and is opened again. */
async function die(world: World, [, whom, how, fault]: Step): Promise<void> {
  const phone = pick(world.phones, whom)
  const tab: Tab = phone.tab(how)
  tab.deadline = fault % 60
  await tab.round()
  phone.reopen(how)
}

/** Several rows in one transaction: changed, moved, in two grids at once, deleted. */
function office({ end, count }: World, [, , how, fault]: Step): void {
  const people = [...end.memory.rows.values()].filter(({ kind }) => kind === 'person')
  if (people.length === 0) return
  const some = [pick(people, how), pick(people, how >> 3), pick(people, how >> 5)]
  const changes = [...new Set(some)]
    .slice(0, 1 + (fault % 3))
    .map(({ kind, id, body, scopes }, n) => {
      const fresh = { ...body, [fault % 2 ? 'phone' : 'name']: `o${count}-${fault}` }
      const turn = (fault >> 2) % 5
      const to = turn < 2 ? [pick(SCOPES, how + n)] : scopes
      const both = turn === 2 ? [pick(SCOPES, how), pick(SCOPES, how + 1)] : to
      return { kind, id, body: turn === 4 && n === 0 ? null : fresh, scopes: both }
    })
  end.write(changes)
}

function reassign({ end, phones }: World, [, whom, how]: Step): void {
  const { account } = pick(phones, whom)
  end.assigned.set(account, new Set([pick(SCOPES, how), pick(SCOPES, how >> 3)]))
}

function gatherGarbage({ end }: World): void {
  end.collectGarbage()
}

function backUp({ end }: World): void {
  end.backUp()
}

function restore({ end }: World): void {
  end.restore()
}

function turnClock({ phones }: World, [, whom, how]: Step): void {
  pick(phones, whom).now += how % 2 ? DAY : -DAY
}

/** One command of a phone breaks the server from now on. */
function breakOne({ end, phones }: World, [, whom, how]: Step): void {
  const { saved } = pick(phones, whom)
  if (saved.length > 0) end.poison.add(pick(saved, how))
}

/** 15. A number of whole rounds brings everything to rest from wherever it is. */
export async function heal({ end, phones }: Pick<World, 'end' | 'phones'>): Promise<void> {
  end.poison.clear()
  for (const phone of phones)
    for (const tab of phone.tabs) {
      tab.faults = []
      while (tab.isBlocked) await tab.letGo()
    }
  for (let round = 0; round < ROUNDS_TO_REST; round += 1)
    for (const phone of phones) {
      phone.now += DAY / 2
      await phone.tab(round).round()
    }
}
