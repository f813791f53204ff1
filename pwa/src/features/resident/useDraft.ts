import { computed, shallowRef, watch, type WritableComputedRef } from 'vue'
import { loadDraft, saveDraft } from '@/data/drafts'
import { BLANK, freshened, type Draft } from '@/features/resident/draft'

export const DRAFT = 'r:report'

const draft = shallowRef<Draft>(freshened(loadDraft(DRAFT, BLANK), Date.now()))
watch(draft, (now) => saveDraft(DRAFT, now), { flush: 'sync' })

/** The one report this phone is writing, kept at every key press. */
export function useDraft() {
  const field = <K extends keyof Draft>(key: K): WritableComputedRef<Draft[K]> =>
    computed({
      get: () => draft.value[key],
      set: (value) => (draft.value = { ...draft.value, [key]: value, at: Date.now() }),
    })
  const blank = (kind = ''): void => {
    draft.value = { ...BLANK, kind, at: Date.now() }
  }
  return { draft, field, blank }
}
