import { computed, shallowRef, watch, type Ref } from 'vue'
import type { AnyRow } from '@/data/registryDesk'
import type { Question } from '@/features/command/registry/list/useRows'

export const MOST = 500

/** The rows ticked for one deed on all of them; another question begins with none. */
export function useChosen(rows: Ref<AnyRow[]>, question: Ref<Question>) {
  const isOn = shallowRef(false)
  const chosen = shallowRef(new Map<string, AnyRow>())
  const many = computed(() => chosen.value.size)
  const isFull = computed(() => many.value >= MOST)
  const listed = computed(() => rows.value.slice(0, MOST))
  const hasAll = computed(
    () => listed.value.length > 0 && listed.value.every(({ id }) => chosen.value.has(id)),
  )

  function toggle(row: AnyRow): void {
    const next = new Map(chosen.value)
    if (!next.delete(row.id) && next.size < MOST) next.set(row.id, row)
    chosen.value = next
  }

  /** All rows that are listed, or none. */
  function toggleAll(): void {
    chosen.value = new Map(hasAll.value ? [] : listed.value.map((row) => [row.id, row]))
  }

  function clear(): void {
    chosen.value = new Map()
  }

  function turn(on: boolean): void {
    isOn.value = on
    clear()
  }

  watch(question, clear)
  return { isOn, chosen, many, isFull, hasAll, toggle, toggleAll, clear, turn }
}

export type Choosing = ReturnType<typeof useChosen>
