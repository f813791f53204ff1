import { onMounted, shallowRef, watch } from 'vue'
import { commandId, dropDraft } from '@/data/drafts'
import { Refusal } from '@/data/refusal'
import { account } from '@/data/session'
import { usePhotos, type Photos } from '@/features/photos/usePhotos'
import { recentName, rememberKind } from '@/features/report/categories'
import { BLANK, reportOf, useReportDraft, type ReportDraft } from '@/features/report/reportDraft'
import { saveReport } from '@/features/report/saveReport'
import { NOT_KEPT } from '@/features/sync/words'
import { stampOf, type Spot } from '@/features/photos/stamp'
import { useWhere } from '@/features/report/useWhere'
import { timedId } from '@/sync/ids'

/** The report being written: gone from this device only once the server has it. */
export function useReport() {
  const name = `w:${account.value?.id ?? 0}:report`
  const { draft, field } = useReportDraft(name)
  const picked = field('picked')
  const where = useWhere()
  const photos = usePhotos(name, { stamp: () => Promise.resolve(stampOf(spotOf(where))) })
  const refusal = shallowRef('')
  const busy = shallowRef(false)
  /** The command's id: kept on this phone, and sent by itself. */
  const saved = shallowRef<string | null>(null)

  watch(where.where, (now) => (picked.value = where.isPicked.value ? now : picked.value))
  onMounted(() => {
    void photos.restore()
    void (picked.value ? where.settle(picked.value) : where.locate())
  })

  function locateAgain(): void {
    picked.value = null
    void where.locate()
  }

  const writing: Writing = { name, draft: () => draft.value, where, photos }

  async function submit(): Promise<void> {
    if (busy.value) return
    busy.value = true
    refusal.value = ''
    try {
      saved.value = await keep(writing)
      await photos.clear()
      draft.value = { ...BLANK }
      dropDraft(name)
    } catch (error) {
      refusal.value = explain(error)
    } finally {
      busy.value = false
    }
  }

  function again(): void {
    saved.value = null
    where.forget()
    void where.locate()
  }

  const fields = { category: field('category'), text: field('text'), placeText: field('placeText') }
  return { ...fields, photos, where, refusal, busy, saved, submit, again, locateAgain }
}

function spotOf({ where, place }: ReturnType<typeof useWhere>): Spot {
  const at = where.value
  const grid = place.value?.grid?.name
  // A point set by hand is where it happened, not where the camera was.
  return at?.crs === 'WGS84' ? { lon: at.lon, lat: at.lat, accuracy: at.accuracy, grid } : { grid }
}

interface Writing {
  name: string
  draft: () => ReportDraft
  where: ReturnType<typeof useWhere>
  photos: Photos
}

/** Said at once: it is kept. Whether it has gone is seen on the page that says so. */
async function keep({ name, draft, where, photos }: Writing): Promise<string> {
  const report = reportOf(draft(), where.where.value, [])
  const shots = photos.held.value.map(({ key }) => key)
  const id = commandId(name, { ...report, shots }, () => timedId(Date.now()))
  await saveReport({ id, report, photos, grid: where.place.value?.grid ?? null })
  rememberKind(recentName(), report.category)
  return id
}

/** Not kept is worse than not sent: it stands in the way until it is read. */
function explain(error: unknown): string {
  if (error instanceof Refusal) return error.message
  return NOT_KEPT
}
