import { computed, ref, shallowRef, watch } from 'vue'
import { asRefusal, type Refusal } from '@/data/refusal'
import { tell, type Kind } from '@/data/registryDesk'
import { account } from '@/data/session'
import { fieldWords, useCommandId } from '@/features/command/moves/command'
import { useFieldErrors } from '@/features/command/moves/fieldErrors'
import { newDeed, nextOne } from '@/features/command/registry/add/ofNew'
import {
  besideFields,
  bodyOf,
  lackingIn,
  type Deed,
  type Values,
} from '@/features/command/registry/deeds/deed'

/** Kept while the page is open and nowhere else: what is typed are numbers of people, and desks are shared. */
const drafts = new Map<string, Values>()

const same = (one: Values, other: Values): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What is typed, with what follows from it; kept when the form is left for a while. */
function useTypedValues(name: string, deed: Deed, given: Values) {
  const values = ref<Values>({ ...(drafts.get(name) ?? deed.begun), ...given })

  watch(
    values,
    (now) => {
      drafts.set(name, { ...now })
      Object.assign(now, followed(now))
    },
    { deep: true },
  )

  /** Only what is not so already, so that nothing goes round in circles. */
  function followed(now: Values): Values {
    const told = Object.entries(deed.follows?.(now) ?? {})
    return Object.fromEntries(told.filter(([field, value]) => now[field] !== value))
  }

  return { values, forget: () => drafts.delete(name) }
}

/** Something new, from a blank form to the server's answer; what was typed stays until it was taken. */
export function useAdd(kind: Kind, given: Values, send: typeof tell = tell) {
  const deed = newDeed(kind, given, Date.now())
  const { values, forget } = useTypedValues(`${account.value?.id ?? 0} ${kind}`, deed, given)
  const errors = useFieldErrors(values)
  const refusal = shallowRef<Refusal | null>(null)
  const busy = shallowRef(false)
  const command = useCommandId()
  const isBlank = computed(() => same(values.value, deed.begun))

  /** Answers the id of what was added, or null. */
  async function submit(): Promise<string | null> {
    if (busy.value) return null
    refusal.value = null
    errors.value = lackingIn(deed, values.value)
    if (Object.keys(errors.value).length > 0) return null
    const body = bodyOf(deed, values.value, 0)
    busy.value = true
    try {
      const { id } = await send(deed.to, body, command.idFor(body))
      command.answered()
      return id
    } catch (error) {
      refused(error)
      return null
    } finally {
      busy.value = false
    }
  }

  function refused(error: unknown): void {
    const why = asRefusal(error)
    if (!why.offline) command.answered()
    errors.value = besideFields(deed, fieldWords(why))
    refusal.value = why
  }

  function start(begun: Values): void {
    values.value = { ...begun }
    forget()
    errors.value = {}
    refusal.value = null
  }

  const clear = (): void => start(deed.begun)
  /** The next one shares some of what was told of this one. */
  const next = (): void => start(nextOne(deed, values.value))

  return { deed, values, errors, refusal, busy, isBlank, submit, clear, next, forget }
}
