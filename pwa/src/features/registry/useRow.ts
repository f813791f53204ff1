import { computed, shallowRef, watch, type Ref } from 'vue'
import { asRefusal, Refusal } from '@/data/refusal'
import { registryDetail, type RegistryKind } from '@/data/registry'
import { detailOf, SUBJECTS, type Shown } from '@/features/registry/here'
import { useLive } from '@/features/shell/useLive'
import { useStored } from '@/sync/access'

const FAR = new Refusal(
  'offline',
  '这条资料不在本机（不是您网格里的，或还没有同步过），要联网才能看',
)

/**
 * One row with what hangs on it: what this phone holds, at once and with its own work over it; what it does not hold
 * is asked for. Under an open form it stays as it was read, so that `old` says what the worker saw.
 */
export function useRow<K extends RegistryKind>(kind: K, id: Ref<string>, isForm = false) {
  const answer = shallowRef<Shown<K> | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const isHere = shallowRef(false)
  const here = useStored(
    async (one) => ({ id: id.value, row: await one.row(SUBJECTS[kind], id.value) }),
    null,
    () => id.value,
  )

  watch(id, () => {
    answer.value = null
    refusal.value = null
  })
  watch(here, (now) => {
    if (now?.id !== id.value) return
    isHere.value = now.row !== null
    if (!now.row) return void ask()
    refusal.value = null
    if (!isForm || answer.value?.id !== id.value) answer.value = detailOf<K>(now.row)
  })

  async function ask(): Promise<void> {
    const asked = id.value
    try {
      const told = await registryDetail(kind, asked)
      if (asked !== id.value || isHere.value) return
      answer.value = told
      refusal.value = null
    } catch (error) {
      if (asked !== id.value || isHere.value) return
      const why = asRefusal(error)
      refusal.value = why.offline ? FAR : why
    }
  }

  /** What is here keeps itself fresh; under a form it is taken as it is now. */
  async function load(): Promise<void> {
    const row = here.value?.row
    if (!row) await ask()
    else if (isForm) answer.value = detailOf<K>(row)
  }

  if (!isForm)
    useLive(
      () => (isHere.value ? undefined : ask()),
      (notice) => notice.subject === id.value,
    )
  return { answer, refusal, load, unsent: computed(() => answer.value?.unsent ?? []) }
}
