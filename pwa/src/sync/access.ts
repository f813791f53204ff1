import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { Locked, safe } from '@/data/safe'
import { account } from '@/data/session'
import type { SyncPhone } from '@/sync/phone'
import { indexOf, look } from '@/sync/search'
import type { Row } from '@/sync/view'

let isOpened = false

/** The loop with its databases; fetched when first wanted, so that the first screen need not wait for it. */
export async function phone(): Promise<SyncPhone> {
  const id = account.value?.id
  if (id === undefined) throw new Error('nobody is signed in')
  if (safe.isLocked) throw new Locked()
  isOpened = true
  return (await import('@/sync/phone')).phoneOf(id)
}

/** Nobody is signed in any more: the loop stops, and what waits stays. */
export async function dropPhone(): Promise<void> {
  if (!isOpened) return
  const { closePhone } = await import('@/sync/phone')
  closePhone()
}

/** What the server told is dropped from this phone; what waits stays. */
export async function forgetRows(id: number): Promise<void> {
  const [{ forgetRows: forget }, { Lock }] = await Promise.all([
    import('@/sync/phone'),
    import('@/sync/lock'),
  ])
  await forget(id)
  const lock = new Lock(id)
  await lock.leave()
  lock.close()
}

/** What is stored here, as of now and at every change, asked anew when `about` changes; `first` until it has been read. */
export function useStored<T>(
  ask: (phone: SyncPhone) => Promise<T>,
  first: T,
  about: () => unknown = () => null,
): ShallowRef<T> {
  const answer = shallowRef(first) as ShallowRef<T>
  let end: (() => void) | null = null
  let turn = 0
  const follow = async (): Promise<void> => {
    end?.()
    const mine = (turn += 1)
    const one = await phone()
    if (mine !== turn) return
    end = one.follow(
      () => ask(one),
      (now) => (answer.value = now),
    )
  }
  watch(about, () => void follow().catch(() => undefined), { immediate: true })
  onScopeDispose(() => {
    turn += 1
    end?.()
  })
  return answer
}

/** One row of the replica with this phone's own work over it; null when it is not here. */
export const useRow = (kind: string, id: () => string): ShallowRef<Row | null> =>
  useStored((one) => one.row(kind, id()), null, id)

/** All rows of a kind. */
export const useRows = (kind: string): ShallowRef<Row[]> => useStored((one) => one.rows(kind), [])

/** Rows of these kinds by name, initials, plate or last four; the index is made anew only when they change. */
export function useSearch(kinds: string[], words: () => string): ComputedRef<Row[]> {
  const rows = useStored(
    async (one) => (await Promise.all(kinds.map((kind) => one.rows(kind)))).flat(),
    [],
  )
  const index = computed(() => indexOf(rows.value))
  const known = computed(() => new Map(rows.value.map((row) => [`${row.kind}:${row.id}`, row])))
  return computed(() =>
    look(index.value, words()).flatMap(({ kind, id }) => known.value.get(`${kind}:${id}`) ?? []),
  )
}
