import { onMounted, shallowRef, watch } from 'vue'
import { dropDraft } from '@/data/drafts'
import { account } from '@/data/session'
import { stampOf, type Spot } from '@/features/photos/stamp'
import { usePhotos } from '@/features/photos/usePhotos'
import { explain, keep, keepAsWords, type Kept, type Writing } from '@/features/report/keeping'
import type { Near } from '@/features/report/nearby'
import { BLANK, useReportDraft } from '@/features/report/reportDraft'
import { useWhere } from '@/features/report/useWhere'
import { useVoices } from '@/features/voice/useVoices'

/** The report being written: gone from this device only once the server has it. */
export function useReport() {
  const name = `w:${account.value?.id ?? 0}:report`
  const { draft, field } = useReportDraft(name)
  const picked = field('picked')
  const where = useWhere()
  const photos = usePhotos(name, { stamp: () => Promise.resolve(stampOf(spotOf(where))) })
  const voices = useVoices(name)

  watch(where.where, (now) => (picked.value = where.isPicked.value ? now : picked.value))
  onMounted(() => {
    void photos.restore()
    void voices.restore()
    void (picked.value ? where.settle(picked.value) : where.locate())
  })

  function locateAgain(): void {
    picked.value = null
    void where.locate()
  }

  const writing: Writing = { name, draft: () => draft.value, where, photos, voices }
  const { refusal, busy, saved, finish } = useKeeping(async () => {
    await photos.clear()
    await voices.clear()
    draft.value = { ...BLANK }
    dropDraft(name)
  })
  // What was missing may be there now.
  watch(draft, () => (refusal.value = busy.value ? refusal.value : ''), { deep: true })
  const submit = (): Promise<void> => finish(() => keep(writing))
  const addTo = (near: Near): Promise<void> => finish(() => keepAsWords(writing, near))

  function again(): void {
    saved.value = null
    where.forget()
    void where.locate()
  }

  const fields = { category: field('category'), text: field('text'), placeText: field('placeText') }
  return {
    ...fields,
    photos,
    voices,
    where,
    refusal,
    busy,
    saved,
    submit,
    addTo,
    again,
    locateAgain,
  }
}

/** One at a time; what was written is dropped once it is kept elsewhere. */
function useKeeping(clear: () => Promise<void>) {
  const refusal = shallowRef('')
  const busy = shallowRef(false)
  /** Kept on this phone, and sent by itself. */
  const saved = shallowRef<Kept | null>(null)

  async function finish(run: () => Promise<Kept>): Promise<void> {
    if (busy.value) return
    busy.value = true
    refusal.value = ''
    try {
      saved.value = await run()
      await clear()
    } catch (error) {
      refusal.value = explain(error)
    } finally {
      busy.value = false
    }
  }

  return { refusal, busy, saved, finish }
}

function spotOf({ where, place }: ReturnType<typeof useWhere>): Spot {
  const at = where.value
  const grid = place.value?.grid?.name
  // A point set by hand is where it happened, not where the camera was.
  return at?.crs === 'WGS84' ? { lon: at.lon, lat: at.lat, accuracy: at.accuracy, grid } : { grid }
}
