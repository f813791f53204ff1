import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue'
import { newId } from '@/data/ids'
import { asRefusal, type Refusal } from '@/data/refusal'
import { detailOf, tell, type AnyDetail, type AnyRow, type Kind } from '@/data/registryDesk'
import { formOf, type BulkDeed } from '@/features/command/registry/bulk/bulkDeeds'
import { bodyOf, type Values } from '@/features/command/registry/deeds/deed'

export type State = 'waiting' | 'done' | 'unchanged' | 'refused'

export interface Item {
  row: AnyRow
  state: State
  why: string
  /** The command's id: kept while its answer was lost, so that asking again never does it twice. */
  command: string
  /** Tried before: read anew, since whoever tries again has seen why. */
  isAgain: boolean
}

const LANES = 3
/** Nothing is wrong with the row: the rest waits until the line is back, or the hour is over. */
const HALTING = new Set(['offline', 'too_many', 'signed_out', 'not_signed_in'])

const doors = { tell, detailOf }

/** One deed on many rows: a command each, a few at a time; it can be stopped, gone on with and tried again. */
export function useBulk(kind: Kind, rows: readonly AnyRow[], ask: typeof doors = doors) {
  const items = rows.map((row): Item =>
    shallowReactive({ row, state: 'waiting', why: '', command: newId(), isAgain: false }),
  )
  const isRunning = shallowRef(false)
  const isBegun = shallowRef(false)
  const halt = shallowRef<Refusal | null>(null)
  let isStopped = false
  let told: { deed: BulkDeed; values: Values } | null = null

  const count = (state: State): number => items.filter((item) => item.state === state).length
  const counts = computed(() => ({
    waiting: count('waiting'),
    done: count('done'),
    unchanged: count('unchanged'),
    refused: count('refused'),
  }))

  function start(deed: BulkDeed, values: Values): Promise<void> {
    told = { deed, values: bodyOf({ ...formOf(deed), unversioned: true }, values, 0) as Values }
    isBegun.value = true
    return run()
  }

  async function run(): Promise<void> {
    if (isRunning.value) return
    isRunning.value = true
    isStopped = false
    halt.value = null
    const queue = items.filter(({ state }) => state === 'waiting')
    await Promise.all(Array.from({ length: LANES }, () => lane(queue)))
    isRunning.value = false
  }

  async function lane(queue: Item[]): Promise<void> {
    while (!isStopped) {
      const item = queue.shift()
      if (!item || !told) return
      await one(item, told.deed, told.values)
    }
  }

  async function one(item: Item, deed: BulkDeed, values: Values): Promise<void> {
    try {
      item.state = await carry(item, deed, values)
      item.why = ''
    } catch (error) {
      refused(item, asRefusal(error))
    }
  }

  /** What the list showed is what was decided on: a row changed since is refused, not overwritten. */
  async function carry(item: Item, deed: BulkDeed, values: Values): Promise<State> {
    const { id } = item.row
    if (item.isAgain) item.row = renewed(item.row, await ask.detailOf(kind, id))
    if (deed.isSo?.(item.row, values)) return 'unchanged'
    const act = deed.act(deed.opens ? await ask.detailOf(kind, id) : item.row, values)
    if (act === null) return 'unchanged'
    const body = { ...act.body, version: item.row.version }
    await ask.tell({ kind, id, verb: act.verb }, body, item.command)
    return 'done'
  }

  function refused(item: Item, why: Refusal): void {
    if (HALTING.has(why.code) || why.code === 'broken') {
      isStopped = true
      halt.value = why
    }
    if (HALTING.has(why.code)) return
    Object.assign(item, { state: 'refused', why: why.message, command: newId() })
  }

  function stop(): void {
    isStopped = true
  }

  function retry(): Promise<void> {
    for (const item of items.filter(({ state }) => state === 'refused'))
      Object.assign(item, { state: 'waiting', why: '', isAgain: true })
    return run()
  }

  onScopeDispose(stop)
  return { items, counts, isRunning, isBegun, halt, start, run, stop, retry }
}

/** A page says more of a row than the list, and of a person's kinds also those that are over. */
function renewed(row: AnyRow, page: AnyDetail): AnyRow {
  const roles = 'roles' in page && {
    roles: page.roles.filter(({ to_on }) => to_on === null).map(({ kind }) => kind),
  }
  return { ...row, ...page, ...roles } as AnyRow
}
