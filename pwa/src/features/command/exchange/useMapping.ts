import { computed, shallowRef, watch } from 'vue'
import type { ImportRow, Preset } from '@/data/exchange'

/** Field → title of the column. */
type Mapping = Record<string, string>

/** Which column of the sheet is which field, while somebody puts it right. */
export function useMapping(row: () => ImportRow | null, preset: () => Preset | undefined) {
  const mapping = shallowRef<Mapping>({})

  const signature = (): string => JSON.stringify([row()?.id, row()?.titles, row()?.mapping])
  watch(signature, () => (mapping.value = { ...row()?.mapping }), { immediate: true })

  /** A column is one field and a field one column: the newer word takes the place of the older. */
  function choose(title: string, field: string | null | undefined): void {
    const others = Object.entries(mapping.value).filter(
      ([name, column]) => name !== field && column !== title,
    )
    mapping.value = Object.fromEntries(field ? [...others, [field, title]] : others)
  }

  const fields = computed(() => preset()?.fields ?? [])
  const fieldOf = computed(
    () => new Map(Object.entries(mapping.value).map(([field, title]) => [title, field])),
  )
  const missing = computed(() =>
    fields.value.filter(({ name, required }) => required && !mapping.value[name]),
  )
  const unused = computed(() =>
    (row()?.titles ?? []).filter((title) => title && !fieldOf.value.has(title)),
  )
  const isSound = computed(() => missing.value.length === 0)
  return { mapping, fields, fieldOf, missing, unused, isSound, choose }
}
