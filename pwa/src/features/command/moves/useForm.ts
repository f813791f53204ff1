import { ref, shallowRef, watch, type Ref } from 'vue'
import { blank, type Value, type Values } from '@/data/moves'
import type { EventDetail, Move, Need } from '@/data/types'
import { draftOf, keepDraft } from '@/features/command/moves/drafts'

/** The open form of one move: what was typed, begun with the server's proposal or an earlier draft. */
export function useForm(detail: Ref<EventDetail | null>) {
  const move = shallowRef<Move | null>(null)
  const values = ref<Values>({})
  let begun = ''

  function open(chosen: Move): void {
    const event = detail.value
    if (!event) return
    const fresh = { ...blank(chosen.needs), ...suggested(chosen.needs, event) }
    begun = JSON.stringify(fresh)
    values.value = draftOf(event.id, chosen.verb) ?? fresh
    move.value = chosen
  }

  const close = (): unknown => (move.value = null)

  watch(
    values,
    (typed) => {
      const isTouched = JSON.stringify(typed) !== begun
      if (detail.value && move.value && isTouched)
        keepDraft(detail.value.id, move.value.verb, typed)
    },
    { deep: true },
  )
  watch(() => detail.value?.id, close)
  return { move, values, open, close }
}

/** Nobody is proposed a unit that already has it; co-units are only offered, for all of them must finish (协办). */
function suggested(needs: Need[], { suggested: found, unit }: EventDetail): Values {
  if (!found || found.unit.id === unit?.id) return {}
  const asked = needs.filter(({ kind }) => kind === 'unit')
  return Object.fromEntries(asked.map(({ name }): [string, Value] => [name, found.unit.id]))
}
