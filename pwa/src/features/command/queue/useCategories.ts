import { shallowRef } from 'vue'
import { loadTaxonomy } from '@/data/places'
import type { RowId, Taxonomy } from '@/data/types'

export interface CategoryOption {
  value: RowId
  label: string
  minor: string
  severity: string
}

/** The taxonomy flat, in its own order, as the pickers want it. */
function flatten(taxonomy: Taxonomy): CategoryOption[] {
  return taxonomy.majors.flatMap((major) =>
    major.minors.flatMap((minor) =>
      minor.subs.map((sub) => ({
        value: sub.id,
        label: sub.name,
        minor: minor.name,
        severity: sub.severity,
      })),
    ),
  )
}

export function grouped(options: CategoryOption[]) {
  const groups = new Map<string, CategoryOption[]>()
  for (const option of options)
    groups.set(option.minor, [...(groups.get(option.minor) ?? []), option])
  return [...groups].map(([label, within]) => ({ value: `group ${label}`, label, options: within }))
}

export function useCategories() {
  const options = shallowRef<CategoryOption[]>([])
  loadTaxonomy().then(
    (taxonomy) => (options.value = flatten(taxonomy)),
    // The picker then says that it is empty; a filter is no reason to stop the desk.
    () => undefined,
  )
  return { options }
}
