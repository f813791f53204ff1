import { dayTime } from '@/data/clock'
import type { Standing } from '@/sync/health'

/** The short word in the header; null while there is nothing to say. */
export function syncWords(
  { waiting, photos, open, isSynced, pulledAt }: Standing,
  now: number,
): string | null {
  if (open > 0) return `待处理${open}`
  if (waiting > 0) return `待发送${waiting}`
  if (photos > 0) return `传照片${photos}`
  if (!isSynced || pulledAt === null) return null
  return `已同步 ${dayTime(new Date(pulledAt).toISOString(), now).replace('今天 ', '')}`
}

/** Instead of it without a line: when this phone was in step says nothing of now. */
export const noLineWords = ({ waiting }: Pick<Standing, 'waiting'>): string =>
  waiting > 0 ? `没有网络 · ${waiting}条待发送` : '没有网络'

/** The same in a whole phrase. */
export function standingWords({ waiting, photos, open, isSynced }: Standing): string {
  if (open > 0) return `${open}条需要处理`
  if (waiting > 0) return `${waiting}条待发送`
  if (photos > 0) return `${photos}张照片待上传`
  return isSynced ? '已全部同步' : '等待同步'
}
