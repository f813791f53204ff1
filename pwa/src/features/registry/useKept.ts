import { ref, shallowRef, watch, type Ref } from 'vue'
import { commandId, dropDraftsBelow, loadDraft, saveDraft } from '@/data/drafts'
import { asRefusal, type Refusal } from '@/data/refusal'
import { account } from '@/data/session'

/** The id of a step with a body: the same until it has been done, so that trying again does it once. */
export type IdFor = (step: string, body: object) => string

export const keptBelow = (): string => `w:${account.value?.id ?? 0}:registry`

/** A form that outlives a closed page; forgotten only when all its steps are done. */
export function useKept<T extends object>(
  what: string,
  blank: T,
  deliver: (told: T, idFor: IdFor) => Promise<void>,
) {
  const name = `${keptBelow()}:${what}`
  const isRecovered = shallowRef(localStorage.getItem(name) !== null)
  const values = ref(loadDraft(name, blank)) as Ref<T>
  const wrong = shallowRef<Record<string, string>>({})
  const refusal = shallowRef<Refusal | null>(null)
  const busy = shallowRef(false)

  watch(
    values,
    (now) => {
      saveDraft(name, now)
      wrong.value = {}
    },
    { deep: true, flush: 'sync' },
  )

  async function submit(): Promise<void> {
    if (busy.value) return
    busy.value = true
    refusal.value = null
    wrong.value = {}
    try {
      await deliver(values.value, (step, body) => commandId(`${name}:${step}`, body))
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

const firstOf = (errors: Record<string, string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([field, texts]) => [field, texts[0] ?? '']))

/** Told after the row has been read again. */
export const movedWords = (refusal: Refusal): string =>
  refusal.more.version === undefined
    ? refusalWords(refusal)
    : '资料刚被别人修改过，已换成最新的，请核对后再点一次'

/** What a form says of a refusal; without a line it has lost nothing. */
export const refusalWords = (refusal: Refusal): string =>
  refusal.offline ? '网络不通，内容已存在本机，联网后再点一次即可，不会重复' : refusal.message
