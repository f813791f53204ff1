import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { asRefusal } from '@/data/refusal'
import { detailOf, duplicatesIn, type Duplicate, type PersonDetail } from '@/data/registryDesk'
import type { RowId } from '@/data/types'

interface Doors {
  list: (division: RowId, signal?: AbortSignal) => Promise<{ rows: Duplicate[] }>
  person: (id: string) => Promise<PersonDetail>
}

const DOORS: Doors = { list: duplicatesIn, person: (id) => detailOf('people', id) }

/** The groups of records that may be of one person, in one division; the opened two with all they hold. */
export function useDuplicates(division: Ref<RowId | null>, doors: Doors = DOORS) {
  const groups = shallowRef<Duplicate[] | null>(null)
  const pair = shallowRef<[kept: PersonDetail, other: PersonDetail] | null>(null)
  const trouble = shallowRef('')
  const busy = shallowRef(false)
  let asking = new AbortController()
  let wanted = ''

  async function refresh(): Promise<void> {
    asking.abort()
    const { signal } = (asking = new AbortController())
    if (division.value === null) return void (groups.value = null)
    busy.value = true
    try {
      const { rows } = await doors.list(division.value, signal)
      if (signal.aborted) return
      groups.value = rows
      trouble.value = ''
    } catch (error) {
      if (!signal.aborted) trouble.value = asRefusal(error).message
    } finally {
      if (!signal.aborted) busy.value = false
    }
  }

  async function open(kept: string, other: string): Promise<void> {
    const mine = (wanted = `${kept} ${other}`)
    try {
      const found = await Promise.all([doors.person(kept), doors.person(other)])
      if (wanted !== mine) return
      pair.value = found
      trouble.value = ''
    } catch (error) {
      if (wanted === mine) trouble.value = asRefusal(error).message
    }
  }

  function close(): void {
    wanted = ''
    pair.value = null
  }

  watch(
    division,
    () => {
      close()
      groups.value = null
      return refresh()
    },
    { immediate: true },
  )
  onScopeDispose(() => asking.abort())
  return { groups, pair, trouble, busy, refresh, open, close }
}
