import type { Round, Track } from '@/data/rounds'
import { far, lasting } from '@/features/patrol/walking'

const DAY = 86_400_000

export const isOn = ({ ended_at }: Round): boolean => ended_at === null

export const longWords = ({ seconds }: Round): string =>
  seconds === null ? '进行中' : lasting(seconds)

export const farWords = ({ metres }: Round): string => far(metres)

/** Where somebody went is forgotten after a while, and how far is not. */
export const isForgotten = ({ begun_at }: Round, days: number, now: number): boolean =>
  new Date(begun_at).getTime() + days * DAY < now

export const forgottenWords = (days: number): string =>
  `轨迹只保留${days}天，这次巡查已超过；时长和距离仍可查看。`

/** What is to be said of a track that somebody asked for. */
export function trackWords(round: Round, { track }: Track, days: number, now: number): string {
  if (track.length)
    return isOn(round)
      ? `已画出${track.length}个轨迹点，到手机最近一次上传为止。`
      : `已画出${track.length}个轨迹点。`
  if (isForgotten(round, days, now)) return forgottenWords(days)
  return isOn(round)
    ? '手机还没有上传轨迹；没有网络时会晚些到。'
    : '这次巡查没有轨迹，可能是手机没有取得定位。'
}
