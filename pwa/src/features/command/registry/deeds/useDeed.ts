import { ref, shallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import { tell, type AnyDetail } from '@/data/registryDesk'
import { fieldWords, useCommandId } from '@/features/command/moves/command'
import { useFieldErrors } from '@/features/command/moves/fieldErrors'
import {
  besideFields,
  bodyOf,
  lackingIn,
  movedOn,
  saysNothing,
  shownFields,
  type Deed,
  type Values,
} from '@/features/command/registry/deeds/deed'

interface Told {
  /** The row as it is on the screen. */
  row: () => AnyDetail
  /** Reads the row again and answers it. */
  refresh: () => Promise<AnyDetail | null>
  done: (deed: Deed) => void
}

/** One deed from its button to the server's answer; what was typed stays until it was taken. */
export function useDeed(told: Told, send: typeof tell = tell) {
  const deed = shallowRef<Deed | null>(null)
  const values = ref<Values>({})
  const errors = useFieldErrors(values)
  const words = shallowRef('')
  const busy = shallowRef(false)
  const command = useCommandId()

  function open(chosen: Deed): void {
    if (busy.value) return
    deed.value = chosen
    values.value = { ...chosen.begun }
    errors.value = {}
    words.value = ''
  }

  function close(): void {
    if (!busy.value) deed.value = null
  }

  async function submit(): Promise<void> {
    const chosen = deed.value
    if (!chosen || busy.value) return
    errors.value = lackingIn(chosen, values.value)
    if (Object.keys(errors.value).length > 0) return
    if (saysNothing(chosen, values.value)) {
      words.value = '没有改动。如已逐项核实，请勾选“其余各项已核实”。'
      return
    }
    await carry(chosen)
  }

  async function carry(chosen: Deed): Promise<void> {
    const body = bodyOf(chosen, values.value, told.row().version)
    busy.value = true
    try {
      await send(chosen.to, body, command.idFor([chosen.to, body]))
      command.answered()
      deed.value = null
      told.done(chosen)
    } catch (error) {
      await refused(chosen, error)
    } finally {
      busy.value = false
    }
  }

  async function refused(chosen: Deed, error: unknown): Promise<void> {
    const why = asRefusal(error)
    if (!why.offline) command.answered()
    errors.value = besideFields(chosen, fieldWords(why))
    const shown = new Set(shownFields(chosen, values.value).map(({ name }) => name))
    const isBeside = Object.keys(errors.value).some((name) => shown.has(name))
    words.value = isBeside ? '' : why.message
    if (why.code === 'moved_on') words.value = await moved(told, chosen, why.message)
  }

  return { deed, values, errors, words, busy, open, close, submit }
}

/** The row is read again: the next try is made knowing what somebody else changed. */
async function moved(told: Told, chosen: Deed, message: string): Promise<string> {
  const before = told.row()
  const after = await told.refresh()
  if (!after || after.version === before.version) return message
  const changes = movedOn(chosen.fields, before, after)
  const listed = changes.map(({ label, now }) => `${label}现为“${now}”`).join('，')
  const what = listed === '' ? '改动不在这张表里' : listed
  return `这条记录刚被别人改过：${what}。您填写的内容仍在，确认无误后可再次提交。`
}
