import { computed, shallowRef, type Ref } from 'vue'
import { moveEvent } from '@/data/events'
import { payload, problems } from '@/data/moves'
import { asRefusal, type Refusal } from '@/data/refusal'
import type { EventDetail, Move } from '@/data/types'
import { fieldWords, useCommandId } from '@/features/command/moves/command'
import { dropDraft } from '@/features/command/moves/drafts'
import { useFieldErrors } from '@/features/command/moves/fieldErrors'
import { useForm } from '@/features/command/moves/useForm'

interface Told {
  moved: (detail: EventDetail, move: Move) => void
  refresh: () => Promise<void>
}

type Send = typeof moveEvent

const STALE = new Set(['moved_on', 'not_yours', 'not_found'])

/** One move from its button to the server's answer. */
export function useMove(detail: Ref<EventDetail | null>, told: Told, send: Send = moveEvent) {
  const form = useForm(detail)
  const { move, values } = form
  const errors = useFieldErrors(values)
  const refusal = shallowRef<Refusal | null>(null)
  const busy = shallowRef(false)
  const command = useCommandId()

  /** The verb may have gone while somebody typed: the text stays, the button rests. */
  const isGone = computed(
    () => move.value !== null && !detail.value?.moves.some(({ verb }) => verb === move.value?.verb),
  )

  function open(chosen: Move): void {
    if (busy.value) return
    errors.value = {}
    refusal.value = null
    form.open(chosen)
    if (chosen.needs.length === 0 && !chosen.danger) void submit()
  }

  async function submit(): Promise<void> {
    const [event, chosen] = [detail.value, move.value]
    if (!event || !chosen || busy.value) return
    errors.value = problems(chosen.needs, values.value)
    if (Object.keys(errors.value).length > 0) return
    await carry(event, chosen)
  }

  async function carry(event: EventDetail, chosen: Move): Promise<void> {
    const body = payload(chosen.needs, values.value)
    busy.value = true
    try {
      const id = command.idFor([event.id, chosen.verb, body])
      const answer = await send(event.id, chosen.verb, body, id)
      command.answered()
      dropDraft(event.id, chosen.verb)
      if (move.value === chosen) form.close()
      told.moved(answer, chosen)
    } catch (error) {
      await refused(asRefusal(error))
    } finally {
      busy.value = false
    }
  }

  async function refused(why: Refusal): Promise<void> {
    if (!why.offline) command.answered()
    refusal.value = why
    errors.value = fieldWords(why)
    if (STALE.has(why.code)) await told.refresh()
  }

  const close = (): unknown => (busy.value ? undefined : form.close())
  return { move, values, errors, refusal, busy, isGone, open, close, submit }
}
