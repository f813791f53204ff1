import { deviceOf, type Context } from '@/sync/context'
import type { Waiting } from '@/sync/db'
import { isOver, isRestored } from '@/sync/laws'
import { bodyOf, Trouble } from '@/sync/line'
import { commandOf, dueOf, epochOf, hearEpoch, noteFailure, offersOf, settle } from '@/sync/outbox'
import { BATCH, PROTOCOL, type Outcome, type PushAnswer } from '@/sync/wire'

const FIRST_PAUSE = 30_000
const LONGEST_PAUSE = 3_600_000
/** So many refused one after the other are no longer the commands' fault. */
const ILL = 3

/** Nothing of the batch was looked at: what was acknowledged before the server's restore goes first (S-52). */
class Forgotten extends Error {}

/** Brings up what is due, batch by batch, until nothing is due any more; from the beginning again after a restore. */
export async function pushAll(ctx: Context): Promise<void> {
  for (;;) {
    try {
      return await pushEach(ctx)
    } catch (error) {
      if (!(error instanceof Forgotten)) throw error
    }
  }
}

/** One way through; the epoch is read before the commands are, so that what it offered again is among them. */
interface Way {
  epoch: number | null
  broken: number
}

async function pushEach(ctx: Context): Promise<void> {
  const epoch = await epochOf(ctx.box)
  const isDue = ({ next_at: next }: Waiting): boolean => isOver(next, ctx.now(), 2 * LONGEST_PAUSE)
  const isUnsuspected = (one: Waiting): boolean => isDue(one) && !isSuspect(one)
  await pushDue(ctx, isUnsuspected, { epoch, broken: 0 })
  // Three that break the server end a round; so that they do not end every round, whoever waits longest goes first.
  const suspects = (await ctx.box.commands.toArray()).filter((one) => isSuspect(one) && isDue(one))
  const way = { epoch, broken: 0 }
  for (const { id } of suspects.sort((a, b) => (a.tried_at ?? 0) - (b.tried_at ?? 0)))
    await pushDue(ctx, (one) => isUnsuspected(one) || (one.id === id && isDue(one)), way)
}

/** Was set aside alone before; what the server has parked it knows. */
const isSuspect = ({ next_at: next, parked }: Waiting): boolean => next !== 0 && !parked

async function pushDue(ctx: Context, may: (one: Waiting) => boolean, way: Way): Promise<void> {
  for (;;) {
    const due = dueOf(await ctx.box.commands.toArray(), may, BATCH.commands)
    if (due.length === 0) return
    await pushSome(ctx, due, way)
  }
}

/** A batch that is refused as a whole is halved until the culprit stands alone. */
async function pushSome(ctx: Context, batch: Waiting[], way: Way): Promise<void> {
  try {
    const offers = await offersOf(ctx.box)
    await settleBatch(ctx, batch, { offers, outcomes: await pushOnce(ctx, batch, way) })
    way.broken = 0
  } catch (error) {
    if (error instanceof Forgotten) throw error
    if (!isTheirs(error)) throw await noteAll(ctx, batch, error)
    if (batch.length > 1) return pushHalves(ctx, batch, way)
    await setAside(ctx, batch, error.message)
    way.broken += error.kind === 'broken' ? 1 : 0
    if (way.broken >= ILL) throw error
  }
}

async function pushHalves(ctx: Context, batch: Waiting[], way: Way): Promise<void> {
  const middle = Math.ceil(batch.length / 2)
  await pushSome(ctx, batch.slice(0, middle), way)
  // What was set aside in the first half has its row wait.
  const others = new Set(batch.slice(middle).map(({ id }) => id))
  const rest = dueOf(await ctx.box.commands.toArray(), ({ id }) => others.has(id), BATCH.commands)
  if (rest.length > 0) await pushSome(ctx, rest, way)
}

/** About these commands, not about the line or who asks. */
const isTheirs = (error: unknown): error is Trouble =>
  error instanceof Trouble && (error.kind === 'refused' || error.kind === 'broken')

async function pushOnce(ctx: Context, batch: Waiting[], { epoch }: Way): Promise<Outcome[]> {
  const { ask, box, account, now } = ctx
  const body = {
    protocol: PROTOCOL,
    account,
    device: await deviceOf(box),
    device_time: new Date(now()).toISOString(),
    epoch,
    commands: batch.map(commandOf),
  }
  const told = bodyOf<PushAnswer>(await ask({ method: 'POST', path: '/api/sync/push/', body }))
  if (epoch === null || !isRestored(epoch, told.epoch)) return told.outcomes
  await hearEpoch(box, told.epoch)
  throw new Forgotten()
}

interface Answer {
  outcomes: Outcome[]
  offers: number
}

async function settleBatch(
  ctx: Context,
  batch: Waiting[],
  { outcomes, offers }: Answer,
): Promise<void> {
  await settle(ctx.box, outcomes, { now: ctx.now(), offers })
  const answered = new Set(outcomes.map(({ id }) => id))
  const silent = batch.filter(({ id }) => !answered.has(id))
  if (silent.length > 0) await setAside(ctx, silent, '服务器没有回应这一条，稍后自动重试')
}

async function setAside(
  { box, now, random }: Context,
  some: Waiting[],
  why: string,
): Promise<void> {
  for (const { id, refused = 0 } of some) {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** refused)
    const next = now() + pause * (0.5 + random() / 2)
    await noteFailure(box, [id], why, { now: now(), next })
  }
}

async function noteAll({ box, now }: Context, batch: Waiting[], error: unknown): Promise<unknown> {
  const why = error instanceof Trouble ? error.message : String(error)
  const ids = batch.map(({ id }) => id)
  await noteFailure(box, ids, why, { now: now(), next: 0 })
  return error
}
