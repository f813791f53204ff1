import { computed, shallowRef } from 'vue'
import { findUnits } from '@/data/places'
import { asRefusal } from '@/data/refusal'
import type { EventDetail, Named, UnitRow } from '@/data/types'

const PAUSE = 250

/** Units by name, the proposed ones first; what is chosen stays in the list while one searches on. */
export function useUnits(detail: () => EventDetail) {
  const found = shallowRef<UnitRow[]>([])
  const busy = shallowRef(false)
  const trouble = shallowRef('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = ''

  const proposed = computed<Named[]>(() => {
    const { suggested } = detail()
    return suggested ? [suggested.unit, ...suggested.co_units] : []
  })
  const others = computed(() => {
    const first = new Set(proposed.value.map(({ id }) => id))
    return found.value.filter(({ id }) => !first.has(id))
  })

  function search(words: string): void {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(words.trim()), PAUSE)
  }

  async function ask(words: string): Promise<void> {
    asked = words
    busy.value = true
    try {
      const { rows } = await findUnits(words)
      if (asked === words) found.value = rows
      trouble.value = ''
    } catch (error) {
      trouble.value = asRefusal(error).message
    } finally {
      if (asked === words) busy.value = false
    }
  }

  return { proposed, others, busy, trouble, search }
}
