import { deviceOf, type Context } from '@/sync/context'
import type { Waiting } from '@/sync/db'
import { isOver } from '@/sync/laws'
import { bodyOf, Trouble } from '@/sync/line'
import { commandOf, dueOf, noteFailure, offersOf, settle } from '@/sync/outbox'
import { BATCH, PROTOCOL, type Outcome, type PushAnswer } from '@/sync/wire'

const FIRST_PAUSE = 30_000
const LONGEST_PAUSE = 3_600_000
/** So many refused one after the other are no longer the commands' fault. */
const ILL = 3

/** Brings up what is due, batch by batch, until nothing is due any more. */
export async function pushAll(ctx: Context): Promise<void> {
  const isDue = ({ next_at: next }: Waiting): boolean => isOver(next, ctx.now(), 2 * LONGEST_PAUSE)
  const isUnsuspected = (one: Waiting): boolean => isDue(one) && !isSuspect(one)
  await pushDue(ctx, isUnsuspected, { broken: 0 })
  // Three that break the server end a round; so that they do not end every round, whoever waits longest goes first.
  const suspects = (await ctx.box.commands.toArray()).filter((one) => isSuspect(one) && isDue(one))
  const health = { broken: 0 }
  for (const { id } of suspects.sort((a, b) => (a.tried_at ?? 0) - (b.tried_at ?? 0)))
    await pushDue(ctx, (one) => isUnsuspected(one) || (one.id === id && isDue(one)), health)
}

/** Was set aside alone before; what the server has parked it knows. */
const isSuspect = ({ next_at: next, parked }: Waiting): boolean => next !== 0 && !parked

async function pushDue(
  ctx: Context,
  may: (one: Waiting) => boolean,
  health: { broken: number },
): Promise<void> {
  for (;;) {
    const due = dueOf(await ctx.box.commands.toArray(), may, BATCH.commands)
    if (due.length === 0) return
    await pushSome(ctx, due, health)
  }
}

/** A batch that is refused as a whole is halved until the culprit stands alone. */
async function pushSome(ctx: Context, batch: Waiting[], health: { broken: number }): Promise<void> {
  try {
    const offers = await offersOf(ctx.box)
    await settleBatch(ctx, batch, { offers, outcomes: await pushOnce(ctx, batch) })
    health.broken = 0
  } catch (error) {
    if (!isTheirs(error)) throw await noteAll(ctx, batch, error)
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2)
      await pushSome(ctx, batch.slice(0, middle), health)
      return pushSome(ctx, batch.slice(middle), health)
    }
    await setAside(ctx, batch, error.message)
    health.broken += error.kind === 'broken' ? 1 : 0
    if (health.broken >= ILL) throw error
  }
}

/** About these commands, not about the line or who asks. */
const isTheirs = (error: unknown): error is Trouble =>
  error instanceof Trouble && (error.kind === 'refused' || error.kind === 'broken')

async function pushOnce({ ask, box, account, now }: Context, batch: Waiting[]): Promise<Outcome[]> {
  const body = {
    protocol: PROTOCOL,
    account,
    device: await deviceOf(box),
    device_time: new Date(now()).toISOString(),
    commands: batch.map(commandOf),
  }
  return bodyOf<PushAnswer>(await ask({ method: 'POST', path: '/api/sync/push/', body })).outcomes
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
  for (const { id, tries } of some) {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries)
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
