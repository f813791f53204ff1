import { vi } from 'vitest'
import type { Context } from '@/sync/context'
import type { Cursor, Replica } from '@/sync/db'
import type { Answered, Asked } from '@/sync/line'
import type { Command, PullAnswer, ScopeAnswer } from '@/sync/wire'

type Laws = typeof import('@/sync/laws')
type Apply = typeof import('@/sync/apply')
type Boxes = typeof import('@/sync/outbox')
type Push = typeof import('@/sync/push')
type Pull = typeof import('@/sync/pull')

/** Each takes one rule out of the real code, as somebody in a hurry might have written it. */
export const BUGS = {
  'a row overwritten by an older one': () => laws(() => ({ isNewer: () => true })),
  'a stale answer applied': () => laws(() => ({ isStillAsked: () => true })),
  'a new epoch ignored': () => laws(() => ({ isRestored: () => false })),
  'a confirmation from before a restore believed': () =>
    laws(() => ({ isOfThisServer: () => true })),
  'rows purged before the work is up': () => laws(() => ({ mayPurge: () => true })),
  'a photo taken for whole when a piece was taken': () => laws(() => ({ isWhole: () => true })),
  'a parked command taken for done': () => laws(() => ({ isFinal: () => true })),
  'the cursor moved in another transaction': () => apply(cursorFirst),
  'a command gone when sent': () => replace('@/sync/push', goneWhenSent),
  'a push that does not say how old it is': () => replace('@/sync/push', ageless),
  'own work dropped where the server changed the row': () =>
    replace('@/sync/pull', droppedOnConflict),
  'outbox and journal in two transactions': () => boxes(settledInTwo),
  'photos stored after their command': () => boxes(savedInTwo),
} as const

export type Bug = keyof typeof BUGS

export const plant = (bug: Bug): void => BUGS[bug]()

const laws = (change: (real: Laws) => Partial<Laws>): void => replace('@/sync/laws', change)
const apply = (change: (real: Apply) => Partial<Apply>): void => replace('@/sync/apply', change)
const boxes = (change: (real: Boxes) => Partial<Boxes>): void => replace('@/sync/outbox', change)

function replace<T extends object>(path: string, change: (real: T) => Partial<T>): void {
  vi.doMock(path, async (original) => {
    const real = await original<T>()
    return { ...real, ...change(real) }
  })
}

const cursorFirst = (real: Apply): Partial<Apply> => ({
  applyDelta: async (replica: Replica, asked: Cursor, told: ScopeAnswer) => {
    const moved = { ...asked, epoch: told.epoch, version: told.version }
    if ((await replica.cursors.get(asked.scope))?.version !== asked.version) return false
    await replica.cursors.put(moved)
    return real.applyDelta(replica, moved, told)
  },
})

/** The wrong code sees what goes over the line. */
function listening(
  ctx: Context,
  hear: (asked: Asked, answer: () => Promise<Answered>) => Promise<Answered>,
): Context {
  return { ...ctx, ask: (asked) => hear(asked, () => ctx.ask(asked)) }
}

const goneWhenSent = (real: Push): Partial<Push> => ({
  pushAll: (ctx) =>
    real.pushAll(
      listening(ctx, async ({ body }, answer) => {
        await ctx.box.commands.bulkDelete(
          (body as { commands: Command[] }).commands.map(({ id }) => id),
        )
        return answer()
      }),
    ),
})

const ageless = (real: Push): Partial<Push> => ({
  pushAll: (ctx) =>
    real.pushAll({
      ...ctx,
      ask: (asked) => ctx.ask({ ...asked, body: { ...(asked.body as object), epoch: null } }),
    }),
})

const droppedOnConflict = (real: Pull): Partial<Pull> => ({
  pullAll: (ctx) =>
    real.pullAll(
      listening(ctx, async (_, answer) => {
        const answered = await answer()
        const told = (answered.body as Partial<PullAnswer> | null)?.scopes ?? []
        const rows = new Set(told.flatMap((scope) => scope.rows ?? []).map(({ id }) => id))
        await ctx.box.commands.filter(({ row }) => row !== null && rows.has(row)).delete()
        return answered
      }),
    ),
})

const settledInTwo = (real: Boxes): Partial<Boxes> => ({
  settle: async (box, outcomes, heard) => {
    const finals = outcomes.filter(({ status }) => status !== 'parked')
    const waiting = await box.commands.bulkGet(finals.map(({ id }) => id))
    await box.commands.bulkDelete(finals.map(({ id }) => id))
    const there = waiting.filter((one) => one !== undefined)
    await box.transaction('rw', box.commands, box.journal, async () => {
      await box.commands.bulkPut(there)
      await real.settle(box, outcomes, heard)
    })
  },
})

const savedInTwo = (real: Boxes): Partial<Boxes> => ({
  save: async (box, doing, photos, now) => {
    const saved = await real.save(box, doing, [], now)
    await real.save(box, { ...doing, id: `${saved.id}-photos` }, photos, now)
    await box.commands.delete(`${saved.id}-photos`)
    return saved
  },
})
