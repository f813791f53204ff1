import { computed, shallowRef, watch, type WritableComputedRef } from 'vue'
import { loadDraft, saveDraft } from '@/data/drafts'
import { Refusal } from '@/data/refusal'
import type { Report, RowId } from '@/data/types'
import type { Where } from '@/features/report/useWhere'

export interface ReportDraft {
  category: RowId | null
  text: string
  placeText: string
  /** Only a place picked by hand is worth keeping; GPS says where I am now. */
  picked: Where | null
}

export const BLANK: ReportDraft = { category: null, text: '', placeText: '', picked: null }

/** Kept at every key press. */
export function useReportDraft(name: string) {
  const draft = shallowRef<ReportDraft>(loadDraft(name, BLANK))
  watch(draft, (now) => saveDraft(name, now), { flush: 'sync' })

  const field = <K extends keyof ReportDraft>(key: K): WritableComputedRef<ReportDraft[K]> =>
    computed({
      get: () => draft.value[key],
      set: (value) => (draft.value = { ...draft.value, [key]: value }),
    })

  return { draft, field }
}

export function reportOf(draft: ReportDraft, where: Where | null, photos: string[]): Report {
  const { category, text, placeText } = draft
  if (category === null) throw new Refusal('invalid', '请先选择类别')
  if (!where) throw new Refusal('invalid', '还没有位置，请定位或在地图上选')
  return { category, text: text.trim(), place_text: placeText.trim(), photos, ...where }
}
