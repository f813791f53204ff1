import { computed, shallowRef, watch } from 'vue'
import type { ImportRow, Preset } from '@/data/exchange'

type Mapping = Record<string, string>

/** Which column of the sheet is which field, while somebody puts it right. */
export function useMapping(row: () => ImportRow | null, preset: () => Preset | undefined) {
  const mapping = shallowRef<Mapping>({})

  const signature = (): string => JSON.stringify([row()?.id, row()?.titles, row()?.mapping])
  watch(signature, () => (mapping.value = { ...row()?.mapping }), { immediate: true })

  function choose(field: string, title: string | null | undefined): void {
    const rest = Object.entries(mapping.value).filter(([name]) => name !== field)
    mapping.value = Object.fromEntries(title ? [...rest, [field, title]] : rest)
  }

  const fields = computed(() => preset()?.fields ?? [])
  const missing = computed(() =>
    fields.value.filter(({ name, required }) => required && !mapping.value[name]),
  )
  const twice = computed(() => {
    const used = Object.values(mapping.value)
    return [...new Set(used.filter((title, at) => used.indexOf(title) !== at))]
  })
  const unused = computed(() => {
    const used = new Set(Object.values(mapping.value))
    return (row()?.titles ?? []).filter((title) => title && !used.has(title))
  })
  const isSound = computed(() => missing.value.length === 0 && twice.value.length === 0)
  return { mapping, fields, missing, twice, unused, isSound, choose }
}
