import { computed, shallowRef, watch } from 'vue'
import { loadDraft, saveDraft } from '@/data/drafts'
import type { BuildingRow } from '@/data/registry'
import { changesOf, missing, NEW_ROOM, type Told } from '@/features/registry/forms/fields'
import { freshRoom, labelsOf } from '@/features/registry/fresh'
import type { How } from '@/features/registry/later'
import { keptBelow, useKept } from '@/features/registry/useKept'

export type ChosenBuilding = Pick<BuildingRow, 'id' | 'name' | 'address'>

interface NewRoom {
  building: ChosenBuilding | null
  unit: string
  told: Told
}

/** GB/T 31000: 住宅, what most doors lead to. */
const HOME = '01'

/** 501 is on the fifth floor, 1203 on the twelfth; other numbers do not say. */
export const floorOf = (number: unknown): string =>
  typeof number === 'string' && /^[1-9]\d{2,3}$/.test(number.trim())
    ? number.trim().slice(0, -2)
    : ''

const lastName = (): string => `${keptBelow()}:building`

/** Who goes from door to door is in the building of the last door. */
const blank = (): NewRoom => {
  const { building, unit } = loadDraft<Partial<NewRoom>>(lastName(), {})
  return { building: building ?? null, unit: unit ?? '', told: { use: HOME } }
}

export function useNewRoom(done: (room: string, how: How) => void) {
  const tried = shallowRef(false)
  const where = { what: 'new-room', path: '/registry/rooms/new' }
  const form = useKept<NewRoom>(where, blank(), async ({ building, unit, told }, keep) => {
    if (!building) return
    const said = { ...changesOf(NEW_ROOM, {}, told), ...(unit.trim() && { unit: unit.trim() }) }
    const { id, how } = await keep('add', {
      kind: 'room.add',
      title: `登记房屋：${building.name}${unit.trim()}${String(told.number)}`,
      data: { ...said, building: building.id, source: 'DOOR' },
      shown: freshRoom(said, building, await labelsOf(NEW_ROOM, said)),
    })
    saveDraft(lastName(), { building, unit })
    done(id, how)
  })

  watch(
    () => form.values.value.told.number,
    (now, before) => {
      const { told } = form.values.value
      if ((told.floor ?? '') !== floorOf(before) || floorOf(now) === floorOf(before)) return
      form.values.value = { ...form.values.value, told: { ...told, floor: floorOf(now) } }
    },
    { flush: 'sync' },
  )

  const unmet = computed(() => {
    const { building, told } = form.values.value
    return { ...missing(NEW_ROOM, told), ...(!building && { building: '请选择楼栋' }) }
  })
  const wrong = computed((): Record<string, string> => ({
    ...(tried.value && unmet.value),
    ...form.wrong.value,
  }))

  async function submit(): Promise<void> {
    tried.value = true
    if (Object.keys(unmet.value).length === 0) await form.submit()
  }

  return { ...form, wrong, submit }
}
