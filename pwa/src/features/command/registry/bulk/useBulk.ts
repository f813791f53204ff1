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

/** A few at a time, until there are none left or somebody stops it. */
function useLanes(work: (item: Item) => Promise<void>) {
  const isRunning = shallowRef(false)
  let isStopped = false

  async function lane(queue: Item[]): Promise<void> {
    for (let item = queue.shift(); item; item = isStopped ? undefined : queue.shift())
      await work(item)
  }

  async function run(items: readonly Item[]): Promise<void> {
    if (isRunning.value) return
    isRunning.value = true
    isStopped = false
    const queue = items.filter(({ state }) => state === 'waiting')
    await Promise.all(Array.from({ length: LANES }, () => lane(queue)))
    isRunning.value = false
  }

  function stop(): void {
    isStopped = true
  }

  onScopeDispose(stop)
  return { isRunning, run, stop }
}

function useItems(rows: readonly AnyRow[]) {
  const items = rows.map((row): Item =>
    shallowReactive({ row, state: 'waiting', why: '', command: newId(), isAgain: false }),
  )
  const count = (state: State): number => items.filter((item) => item.state === state).length
  const counts = computed(() => ({
    waiting: count('waiting'),
    done: count('done'),
    unchanged: count('unchanged'),
    refused: count('refused'),
  }))
  return { items, counts }
}

/** One deed on many rows: a command each; it can be stopped, gone on with and tried again. */
export function useBulk(kind: Kind, rows: readonly AnyRow[], ask: typeof doors = doors) {
  const { items, counts } = useItems(rows)
  const { isRunning, run: runAll, stop } = useLanes(one)
  const halt = shallowRef<Refusal | null>(null)
  const told = shallowRef<{ deed: BulkDeed; values: Values } | null>(null)

  function start(deed: BulkDeed, values: Values): Promise<void> {
    const said = bodyOf({ ...formOf(deed), unversioned: true }, values, 0) as Values
    told.value = { deed, values: said }
    return run()
  }

  function run(): Promise<void> {
    halt.value = null
    return runAll(items)
  }

  async function one(item: Item): Promise<void> {
    if (!told.value) return
    try {
      item.state = await carry(item, told.value.deed, told.value.values)
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
      stop()
      halt.value = why
    }
    if (HALTING.has(why.code)) return
    Object.assign(item, { state: 'refused', why: why.message, command: newId() })
  }

  function retry(): Promise<void> {
    for (const item of items.filter(({ state }) => state === 'refused'))
      Object.assign(item, { state: 'waiting', why: '', isAgain: true })
    return run()
  }

  const isBegun = computed(() => told.value !== null)
  return { items, counts, isRunning, isBegun, halt, start, run, stop, retry }
}

/** A page says more of a row than the list, and of a person's kinds also those that are over. */
function renewed(row: AnyRow, page: AnyDetail): AnyRow {
  const roles = 'roles' in page && {
    roles: page.roles.filter(({ to_on }) => to_on === null).map(({ kind }) => kind),
  }
  return { ...row, ...page, ...roles } as AnyRow
}
