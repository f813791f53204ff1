import { ref, shallowRef, watch, type Ref } from 'vue'
import { commandId, dropDraft, dropDraftsBelow, loadDraft, saveDraft } from '@/data/drafts'
import { asRefusal, Refusal } from '@/data/refusal'
import { account } from '@/data/session'
import { later, refusalOf, type Act, type Form, type Told } from '@/features/registry/later'
import { phone } from '@/sync/access'
import type { Settled } from '@/sync/db'
import { timedId } from '@/sync/ids'
import { putAside } from '@/sync/outbox'

/** Does a step under an id that is the same until it has been done, so that trying again does it once. */
export type Keep = (step: string, act: Act) => Promise<Told>

export const keptBelow = (): string => `w:${account.value?.id ?? 0}:registry`

/** One step; what is refused is another step when it is tried again. */
async function keepOnce(name: string, act: Act, form?: Form): Promise<Told> {
  const id = commandId(name, { ...act, shown: null, media: null }, () => timedId(Date.now()))
  try {
    return await later(act, id, form)
  } catch (error) {
    dropDraft(name)
    throw error
  }
}

const refusedName = (name: string): string => `${name}:refused`

/** What is done anew in a form; it stays on the list until that has been kept. */
const insteadName = (name: string): string => `${name}:instead`

/** What was refused when its form was long closed: the form opens again with it, and with what was wrong. */
export function takeUp({ name, values }: Form, { id, outcome }: Settled): void {
  const { code, message, errors, more } = refusalOf(outcome)
  saveDraft(name, values)
  saveDraft(insteadName(name), { id })
  saveDraft(refusedName(name), { code, message, errors, more })
}

function refusalTakenUp(name: string): Refusal | null {
  const { code, message, errors, more } = loadDraft<Partial<Refusal>>(refusedName(name), {})
  return message === undefined ? null : new Refusal(code ?? '', message, errors, more)
}

/** A form that outlives a closed page; forgotten only when all its steps are kept. `path`: where it is opened again. */
export function useKept<T extends object>(
  { what, path }: { what: string; path: string },
  blank: T,
  deliver: (told: T, keep: Keep) => Promise<void>,
) {
  const name = `${keptBelow()}:${what}`
  const draft = loadDraft(name, blank)
  const isRecovered = shallowRef(typedIn(draft) !== typedIn(blank))
  const values = ref(isRecovered.value ? draft : { ...blank }) as Ref<T>
  const refusal = shallowRef(refusalTakenUp(name))
  const wrong = shallowRef(firstOf(refusal.value?.errors ?? {}))
  const busy = shallowRef(false)
  // Opened blank it is another day's, though it may say the same as one that the app was closed over.
  if (!isRecovered.value && !refusal.value) dropDraftsBelow(name)

  watch(
    values,
    (now) => {
      saveDraft(name, now)
      forgive()
    },
    { deep: true, flush: 'sync' },
  )

  function forgive(): void {
    dropDraft(refusedName(name))
    wrong.value = {}
    refusal.value = null
  }

  async function submit(): Promise<void> {
    if (busy.value) return
    busy.value = true
    forgive()
    try {
      await deliver(values.value, (step, act) =>
        keepOnce(`${name}:${step}`, act, { path, name, values: values.value }),
      )
      await putAsideOf(name)
      forget()
    } catch (error) {
      refusal.value = asRefusal(error)
      wrong.value = firstOf(refusal.value.errors)
    } finally {
      busy.value = false
    }
  }

  function forget(): void {
    dropDraftsBelow(name)
    isRecovered.value = false
  }

  function startOver(): void {
    values.value = { ...blank }
    forget()
  }

  return { values, wrong, refusal, busy, isRecovered, submit, startOver }
}

/** What somebody filled in: a place that the phone found by itself is not, and days later it is the wrong one. */
const typedIn = (values: object): string =>
  JSON.stringify(values, (field, value: unknown) => (field === 'spot' ? undefined : value))

async function putAsideOf(name: string): Promise<void> {
  const { id } = loadDraft<{ id?: string }>(insteadName(name), {})
  if (id !== undefined) await putAside((await phone()).box, id)
}

const firstOf = (errors: Record<string, string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([field, texts]) => [field, texts[0] ?? '']))
