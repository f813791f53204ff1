import type { TimelineEntry } from '@/data/types'

type Awaited = TimelineEntry['awaited'][number]

/** What of a step is still on somebody's phone, in words; nothing when all is here. */
export function lateWords(awaited: Awaited[]): string {
  const isVoice = ({ kind }: Awaited): boolean => kind === 'VOICE'
  const count = (some: Awaited[], words: string, unit: string): string[] =>
    some.length > 0 ? [`${words}（${some.length}${unit}）`] : []
  const photos = awaited.filter((one) => !isVoice(one))
  return [
    ...count(
      photos.filter((one) => !one.given_up),
      '照片待传',
      '张',
    ),
    ...count(
      photos.filter((one) => one.given_up),
      '照片未传到，已不再等',
      '张',
    ),
    ...count(awaited.filter(isVoice), '语音待传', '段'),
  ].join('，')
}

/** Small pictures that came ahead. */
export const previewsOf = (awaited: Awaited[]): string[] =>
  awaited.flatMap(({ preview }) => preview ?? [])
