import { onMounted, shallowRef, watch } from 'vue'
import { commandId, dropDraft } from '@/data/drafts'
import { reportEvent } from '@/data/events'
import { asRefusal } from '@/data/refusal'
import { account } from '@/data/session'
import type { EventRow } from '@/data/types'
import { asMine } from '@/features/notices/notices'
import { usePhotos } from '@/features/photos/usePhotos'
import { recentName, rememberKind } from '@/features/report/categories'
import { BLANK, reportOf, useReportDraft } from '@/features/report/reportDraft'
import { useWhere } from '@/features/report/useWhere'

/** The report being written: gone from this device only once the server has it. */
export function useReport() {
  const name = `w:${account.value?.id ?? 0}:report`
  const { draft, field } = useReportDraft(name)
  const picked = field('picked')
  const photos = usePhotos(name)
  const where = useWhere()
  const refusal = shallowRef('')
  const busy = shallowRef(false)
  const reported = shallowRef<EventRow | null>(null)

  watch(where.where, (now) => (picked.value = where.isPicked.value ? now : picked.value))
  onMounted(() => {
    void photos.restore()
    void (picked.value ? where.settle(picked.value) : where.locate())
  })

  function locateAgain(): void {
    picked.value = null
    void where.locate()
  }

  async function deliver(): Promise<EventRow> {
    reportOf(draft.value, where.where.value, [])
    const report = reportOf(draft.value, where.where.value, await photos.sent())
    const id = commandId(name, report)
    const event = await asMine(() => reportEvent(report, id))
    rememberKind(recentName(), report.category)
    return event
  }

  async function submit(): Promise<void> {
    if (busy.value) return
    busy.value = true
    refusal.value = ''
    try {
      reported.value = await deliver()
      await photos.clear()
      draft.value = { ...BLANK }
      dropDraft(name)
    } catch (error) {
      const { offline, message } = asRefusal(error)
      refusal.value = offline ? '网络不通，内容已保存。联网后回到这里再点提交' : message
    } finally {
      busy.value = false
    }
  }

  function again(): void {
    reported.value = null
    where.forget()
    void where.locate()
  }

  const fields = { category: field('category'), text: field('text'), placeText: field('placeText') }
  return { ...fields, photos, where, refusal, busy, reported, submit, again, locateAgain }
}
