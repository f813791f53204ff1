import { commandId } from '@/data/drafts'
import { Refusal } from '@/data/refusal'
import type { Photos } from '@/features/photos/usePhotos'
import { recentName, rememberKind } from '@/features/report/categories'
import type { Near } from '@/features/report/nearby'
import { reportOf, type ReportDraft } from '@/features/report/reportDraft'
import { saveReport, saveWords } from '@/features/report/saveReport'
import type { useWhere } from '@/features/report/useWhere'
import { NOT_KEPT } from '@/features/sync/words'
import type { Voices } from '@/features/voice/useVoices'
import { timedId } from '@/sync/ids'

export interface Writing {
  name: string
  draft: () => ReportDraft
  where: ReturnType<typeof useWhere>
  photos: Photos
  voices: Voices
}

/** The command that brings it, and the matter it makes or adds to. */
export interface Kept {
  command: string
  event: string
}

/** Said at once: it is kept. Whether it has gone is seen on the page that says so. */
export async function keep({ name, draft, where, photos, voices }: Writing): Promise<Kept> {
  const report = reportOf(draft(), where.where.value, [])
  const shots = [...photos.held.value, ...voices.spoken.value].map(({ key }) => key)
  const id = commandId(name, { ...report, shots }, () => timedId(Date.now()))
  await saveReport({ id, report, photos, voices, grid: where.place.value?.grid ?? null })
  rememberKind(recentName(), report.category)
  return { command: id, event: id }
}

/** Somebody was here before: what was found stands in the same matter. */
export async function keepAsWords(
  { name, draft, photos, voices }: Writing,
  { event }: Near,
): Promise<Kept> {
  const note = draft().text.trim() || '现场又看到同一情况'
  const shots = [...photos.held.value, ...voices.spoken.value].map(({ key }) => key)
  const id = commandId(name, { event: event.id, note, shots }, () => timedId(Date.now()))
  await saveWords({ id, event, note, photos, voices })
  return { command: id, event: event.id }
}

/** Not kept is worse than not sent: it stands in the way until it is read. */
export function explain(error: unknown): string {
  if (error instanceof Refusal) return error.message
  return NOT_KEPT
}
