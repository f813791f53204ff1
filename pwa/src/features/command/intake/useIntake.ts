import { computed, ref, shallowRef, type Ref } from 'vue'
import { reportEvent } from '@/data/events'
import { asRefusal } from '@/data/refusal'
import { account } from '@/data/session'
import type { EventRow } from '@/data/types'
import {
  emptyForm,
  faults,
  isBlank,
  reportOf,
  type IntakeForm,
} from '@/features/command/intake/intake'
import { fieldWords, useCommandId } from '@/features/command/moves/command'
import { useFieldErrors } from '@/features/command/moves/fieldErrors'
import { intakeChannels } from '@/features/command/postings'

/** Kept while the page is open: a look at the desk must not cost what the caller said. */
const kept = ref<IntakeForm | null>(null)

export function useIntake() {
  const channels = computed(() => intakeChannels(account.value?.postings ?? []))
  const first = channels.value[0] ?? 'HOTLINE'
  if (!kept.value || !channels.value.includes(kept.value.channel)) kept.value = emptyForm(first)
  const form = kept as Ref<IntakeForm>
  const errors = useFieldErrors(form)
  const refusal = shallowRef('')
  const busy = shallowRef(false)
  const done = shallowRef<EventRow | null>(null)
  const command = useCommandId()

  async function submit(): Promise<void> {
    errors.value = faults(form.value)
    refusal.value = ''
    if (busy.value || Object.keys(errors.value).length > 0) return
    const report = reportOf(form.value)
    busy.value = true
    try {
      done.value = await reportEvent(report, command.idFor(report))
      command.answered()
      clear()
    } catch (error) {
      refused(error)
    } finally {
      busy.value = false
    }
  }

  function refused(error: unknown): void {
    const why = asRefusal(error)
    if (!why.offline) command.answered()
    errors.value = fieldWords(why)
    refusal.value = why.message
  }

  function clear(): void {
    kept.value = emptyForm(form.value.channel)
    errors.value = {}
    refusal.value = ''
  }

  return {
    form,
    channels,
    errors,
    refusal,
    busy,
    done,
    isBlank: computed(() => isBlank(form.value)),
    submit,
    clear,
  }
}
