import type { BroughtIn } from '@/sync/bringIn'
import type { Media, Settled } from '@/sync/db'
import type { Lost } from '@/sync/health'

/** When even keeping fails, nobody may walk away in the belief that it was done. */
export const NOT_KEPT = '没能保存到手机。请清理手机存储空间后再点提交，已填的内容还在'

/** 2张照片、1段语音; nothing of nothing. */
export function mediaWords(some: Pick<Media, 'kind'>[]): string {
  const voices = some.filter(({ kind }) => kind === 'voices').length
  const photos = some.length - voices
  const parts = [photos > 0 && `${photos}张照片`, voices > 0 && `${voices}段语音`]
  return parts.filter(Boolean).join('、')
}

/** What the browser threw away before it could be sent; of the photos nobody knows any more which were voices. */
export function lostWords({ commands, media }: Lost): string {
  const parts = [commands > 0 && `${commands}条未发送的内容`, media > 0 && `${media}张照片或语音`]
  const what = parts.filter(Boolean).join('和')
  return commands > 0
    ? `原有${what}已丢失，请重新填报并告诉社区管理员`
    : `已上报内容的${what}没来得及上传，已丢失，请补拍并告诉社区管理员`
}

const KILO = 1024
const UNITS = ['KB', 'MB', 'GB']

/** Of bytes: 820KB, 35MB, 1.4GB. */
export function bytesWords(bytes: number): string {
  const power = Math.min(
    2,
    Math.max(0, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(KILO)) - 1),
  )
  const many = bytes / KILO ** (power + 1)
  return `${power === 2 && many < 10 ? many.toFixed(1) : Math.round(many)}${UNITS[power] ?? ''}`
}

/** A value for people; nothing is said plainly too. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return '（空）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Why it lies on the worker's list. */
export function whyOf({ outcome }: Settled): string {
  if (outcome.message) return outcome.message
  return outcome.status === 'held'
    ? '系统里的内容和您看到的不一样了，请选一个'
    : '服务器没有接受这一条'
}

/** What became of an imported file. */
export function broughtWords({ added, photos, known }: BroughtIn): string {
  const news = [added ? `${added}条内容` : '', photos ? `${photos}张照片` : ''].filter(Boolean)
  const had = known ? `${known}条已在本机或已送达，没有重复导入` : ''
  const said = news.length ? `已导入${news.join('、')}，联网后自动发送` : '没有新的内容'
  return [said, had].filter(Boolean).join('；')
}
