import { shallowReactive } from 'vue'
import { codesOf, type Code } from '@/data/registryDesk'
import type { Choice } from '@/data/types'

const held = shallowReactive(new Map<string, readonly Code[]>())
const asked = new Set<string>()

function need(key: string): readonly Code[] {
  if (!asked.has(key)) {
    asked.add(key)
    codesOf(key).then(
      (codes) => held.set(key, codes),
      // Asked again by whoever shows one next; until then the bare code is shown.
      () => asked.delete(key),
    )
  }
  return held.get(key) ?? []
}

const label = (key: string, value: string): string =>
  value === '' ? '' : (need(key).find((code) => code.value === value)?.label ?? value)

const choices = (key: string): Choice[] =>
  need(key).map(({ value, label: words }) => ({ value, label: words }))

/** The code lists of the server, each asked when the first code of it is shown. */
export const useCodes = () => ({ label, choices })
