import { Refusal } from '@/data/refusal'
import { soon } from '@/features/sync/soon'
import { NOT_KEPT } from '@/features/sync/words'
import { phone } from '@/sync/access'
import { putAside, type Doing, type NewMedia } from '@/sync/outbox'
import type { Body, Outcome } from '@/sync/wire'

type Phone = Awaited<ReturnType<typeof phone>>

/** Where what was typed can be taken up again, should the server say no when the form is long closed. */
export interface Form {
  path: string
  name: string
  values: object
}

/** One thing done to the register. `old`: what stood in each field; `shown`: what its row shows until the server tells. */
export interface Act {
  kind: string
  title: string
  row?: string | null
  data: Body
  old?: Body
  shown?: Body
  /** Kept with it and sent after it. */
  media?: NewMedia[]
}

/** Done at the server, kept here until there is a line, or held until somebody compares. */
export type How = 'done' | 'kept' | 'held'

export interface Told {
  id: string
  how: How
}

/** Through the outbox, like everything a worker does: kept first, then sent. A no that comes at once is thrown. */
export async function later({ media, ...act }: Act, id: string, form?: Form): Promise<Told> {
  const one = await phone()
  const doing = await doingOf(one, act, id, form)
  const outcome = await soon(one, doing, media).catch(notKept)
  if (outcome?.status !== 'rejected') return { id, how: howOf(outcome) }
  // Said where it was typed, so it need not be said once more on the list.
  await putAside(one.box, id)
  throw refusalOf(outcome)
}

const howOf = (outcome: Outcome | null): How => {
  if (outcome === null) return 'kept'
  return outcome.status === 'held' ? 'held' : 'done'
}

function notKept(): never {
  throw new Refusal('not_kept', NOT_KEPT)
}

/** The server's no, with the fields it is about. */
export function refusalOf({ code, message, answer }: Outcome): Refusal {
  const {
    errors = {},
    field,
    ...more
  } = (answer ?? {}) as {
    errors?: Record<string, string[]>
    field?: string
  }
  if (field) errors[field] ??= [message]
  return new Refusal(code, message, errors, more)
}

async function doingOf(
  one: Phone,
  act: Omit<Act, 'media'>,
  id: string,
  form?: Form,
): Promise<Doing> {
  const { row = null, data, old = {}, shown = {} } = act
  const { scope, rev } = (row === null ? null : await rowOf(one, act.kind, row)) ?? UNKNOWN
  return {
    ...act,
    id,
    row,
    scope: scope ?? (await scopeBeside(one, data)),
    base_rev: rev,
    old,
    needs: await needsOf(one, [row, ...Object.values(data)]),
    shown: { ...shown, ...(form && { form }) },
  }
}

const UNKNOWN = { scope: null, rev: null }

const rowOf = (one: Phone, kind: string, row: string) => one.row(kind.split('.')[0] ?? '', row)

/** Rows that only this phone knows so far have to be there first. */
async function needsOf(one: Phone, named: unknown[]): Promise<string[]> {
  const makers = (await one.own()).filter((own) => own.row === null && !('outcome' in own))
  return makers.map(({ id }) => id).filter((id) => named.includes(id))
}

const BESIDE = {
  room: 'room',
  person: 'person',
  head: 'person',
  organisation: 'organisation',
  building: 'building',
}

/** What is made anew belongs where that is with which it is made. */
async function scopeBeside(one: Phone, data: Body): Promise<string | null> {
  for (const [name, kind] of Object.entries(BESIDE)) {
    const id = data[name]
    const row = typeof id === 'string' ? await one.row(kind, id) : null
    if (row?.scope) return row.scope
  }
  return null
}

const LATER: Record<Exclude<How, 'done'>, string> = {
  kept: '已存在手机上，联网后自动上传',
  held: '和别人改的不一样，请到“同步”里核对',
}

/** What is said when it went well: `said` of what the server has, otherwise where it is now. */
export const wordsFor = (how: How, said: string): string => (how === 'done' ? said : LATER[how])

/** Of several steps, the one that is furthest from being done. */
export const worst = (...steps: Told[]): How =>
  (['held', 'kept'] as const).find((how) => steps.some((step) => step.how === how)) ?? 'done'
