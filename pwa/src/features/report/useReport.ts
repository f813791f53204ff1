import { onMounted, shallowRef, watch } from 'vue'
import { commandId, dropDraft } from '@/data/drafts'
import { reportEvent } from '@/data/events'
import { Refusal } from '@/data/refusal'
import { account } from '@/data/session'
import type { EventRow } from '@/data/types'
import { asMine } from '@/features/notices/notices'
import { usePhotos, type Photos } from '@/features/photos/usePhotos'
import { recentName, rememberKind } from '@/features/report/categories'
import { BLANK, reportOf, useReportDraft, type ReportDraft } from '@/features/report/reportDraft'
import { saveReport } from '@/features/report/saveReport'
import { useWhere } from '@/features/report/useWhere'
import { timedId } from '@/sync/ids'
import { hasSync } from '@/sync/standing'

/** The report being written: gone from this device only once the server has it. */
export function useReport() {
  const name = `w:${account.value?.id ?? 0}:report`
  const { draft, field } = useReportDraft(name)
  const picked = field('picked')
  const photos = usePhotos(name, { later: hasSync() })
  const where = useWhere()
  const refusal = shallowRef('')
  const busy = shallowRef(false)
  const reported = shallowRef<EventRow | null>(null)
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
      if (hasSync()) saved.value = await keep(writing)
      else reported.value = await deliver(writing)
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
    reported.value = null
    saved.value = null
    where.forget()
    void where.locate()
  }

  const fields = { category: field('category'), text: field('text'), placeText: field('placeText') }
  return { ...fields, photos, where, refusal, busy, reported, saved, submit, again, locateAgain }
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

async function deliver({ name, draft, where, photos }: Writing): Promise<EventRow> {
  reportOf(draft(), where.where.value, [])
  const report = reportOf(draft(), where.where.value, await photos.sent())
  const id = commandId(name, report)
  const event = await asMine(() => reportEvent(report, id))
  rememberKind(recentName(), report.category)
  return event
}

/** Not kept is worse than not sent: it stands in the way until it is read. */
function explain(error: unknown): string {
  if (!(error instanceof Refusal))
    return '没能保存到手机。请清理手机存储空间后再点提交，已填的内容还在'
  return error.offline ? '网络不通，内容已保存。联网后回到这里再点提交' : error.message
}
