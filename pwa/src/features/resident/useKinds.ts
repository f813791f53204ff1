import { shallowRef } from 'vue'
import { loadDraft, saveDraft } from '@/data/drafts'
import { asRefusal, type Refusal } from '@/data/refusal'
import { publicKinds } from '@/data/residents'
import type { PublicKind } from '@/data/types'

const KEY = 'r:kinds'

const kinds = shallowRef<PublicKind[]>(loadDraft<{ rows: PublicKind[] }>(KEY, { rows: [] }).rows)
const refusal = shallowRef<Refusal | null>(null)
let asked: Promise<void> | null = null

async function ask(): Promise<void> {
  try {
    kinds.value = await publicKinds()
    refusal.value = null
    saveDraft(KEY, { rows: kinds.value })
  } catch (error) {
    refusal.value = asRefusal(error)
    asked = null
  }
}

const load = (): void => {
  asked ??= ask()
}

/** Those of the last visit at once, today's as soon as they come. */
export function useKinds() {
  const labelOf = (key: string): string =>
    kinds.value.find((kind) => kind.key === key)?.label ?? '其他问题'
  load()
  return { kinds, refusal, load, labelOf }
}
