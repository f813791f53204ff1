import { nextTick, onMounted, shallowRef, watch } from 'vue'
import { commandId, dropDraft } from '@/data/drafts'
import { asRefusal, Refusal } from '@/data/refusal'
import { PUBLIC_PHOTOS, reportPublicly } from '@/data/residents'
import type { Receipt } from '@/data/types'
import { usePhotos, type Photos } from '@/features/photos/usePhotos'
import {
  problemsFrom,
  problemsOf,
  reportOf,
  type Draft,
  type Problems,
} from '@/features/resident/draft'
import { fillFromPhotos } from '@/features/resident/photoSpot'
import { keepReceipt } from '@/features/resident/receipts'
import { DRAFT, useDraft } from '@/features/resident/useDraft'
import { useKinds } from '@/features/resident/useKinds'

const PHOTOS = 6
const KEPT = '网络不通，没有发出去。您填的都还在，联网后请点“重试”'

/** The report being written: gone from this phone only once the server has it. */
export function useReport() {
  const { draft, field, blank } = useDraft()
  const { labelOf } = useKinds()
  const photos = usePhotos(DRAFT, { door: PUBLIC_PHOTOS, most: PHOTOS })
  const spot = field('spot')
  const { problems, trouble, check, complain } = useProblems(draft)
  const busy = shallowRef(false)

  onMounted(() => void photos.restore())
  fillFromPhotos(spot, photos)

  async function clear(): Promise<void> {
    await photos.clear()
    blank()
    dropDraft(DRAFT)
    await nextTick()
    complain(null)
  }

  async function deliverAndForget(): Promise<Receipt> {
    const receipt = await deliver(draft.value, photos)
    const label = labelOf(draft.value.kind)
    keepReceipt({ ...receipt, label, at: new Date().toISOString() })
    await clear()
    return receipt
  }

  /** The receipt, or nothing when something is still to mend. */
  async function submit(): Promise<Receipt | null> {
    if (busy.value || !check()) return null
    busy.value = true
    try {
      return await deliverAndForget()
    } catch (error) {
      complain(asRefusal(error))
      return null
    } finally {
      busy.value = false
    }
  }

  return { draft, field, spot, photos, problems, trouble, busy, submit, clear }
}

async function deliver(draft: Draft, photos: Photos): Promise<Receipt> {
  if (!draft.spot) throw new Refusal('invalid', '还没有位置')
  if (photos.preparing.value) throw new Refusal('invalid', '照片还在处理，请过几秒再提交')
  const report = reportOf(draft, draft.spot, await photos.sent())
  return reportPublicly(report, commandId(DRAFT, report))
}

function useProblems(draft: Readonly<{ value: Draft }>) {
  const problems = shallowRef<Problems>({})
  const trouble = shallowRef('')

  // What has been mended needs no reproach any more.
  watch(
    () => draft.value,
    (now) => {
      const left = problemsOf(now)
      const still = Object.entries(problems.value).filter(([name]) => name in left)
      problems.value = Object.fromEntries(still)
    },
  )

  function check(): boolean {
    trouble.value = ''
    problems.value = problemsOf(draft.value)
    return Object.keys(problems.value).length === 0
  }

  function complain(refusal: Refusal | null): void {
    problems.value = refusal ? problemsFrom(refusal) : {}
    const isAtField = Object.keys(problems.value).length > 0
    trouble.value = refusal?.offline ? KEPT : isAtField ? '' : (refusal?.message ?? '')
  }

  return { problems, trouble, check, complain }
}
