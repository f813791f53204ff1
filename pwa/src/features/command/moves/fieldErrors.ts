import { computed, shallowRef, type Ref, type WritableComputedRef } from 'vue'

const said = (value: unknown): string => JSON.stringify(value) ?? ''

/** What is wrong with each field, for as long as it says what it said when that was found. */
export function useFieldErrors<V extends object>(
  values: Readonly<Ref<V>>,
): WritableComputedRef<Record<string, string>> {
  const found = shallowRef<[field: string, words: string, when: string][]>([])
  const now = (field: string): string => said((values.value as Record<string, unknown>)[field])

  return computed({
    get: () =>
      Object.fromEntries(
        found.value
          .filter(([field, , when]) => now(field) === when)
          .map(([field, words]) => [field, words]),
      ),
    set: (errors) => {
      found.value = Object.entries(errors).map(([field, words]) => [field, words, now(field)])
    },
  })
}
