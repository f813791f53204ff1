import { expect, test } from 'vitest'
import { lateWords, previewsOf } from '@/data/late'

const one = (kind: 'AFTER' | 'VOICE', given_up = false, preview: string | null = null) =>
  ({ id: 'x', kind, kind_label: '', preview, given_up }) as const

test('what is on its way is counted, photos and voices apart', () => {
  expect(lateWords([one('AFTER'), one('AFTER'), one('VOICE')])).toBe(
    '照片待传（2张），语音待传（1段）',
  )
})

test('what the desk has given up is not said to be on its way', () => {
  expect(lateWords([one('AFTER', true)])).toBe('照片未传到，已不再等（1张）')
})

test('when all is here nothing is said', () => {
  expect(lateWords([])).toBe('')
})

test('only what came ahead is shown', () => {
  expect(previewsOf([one('AFTER', false, '/p'), one('AFTER')])).toEqual(['/p'])
})
