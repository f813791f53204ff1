import { expect, test } from 'vitest'
import { Refusal } from '@/data/refusal'
import type { EventDetail } from '@/data/types'
import { conflictWords } from '@/features/command/moves/conflict'

const at = '2026-11-21T14:03:00'
const now = new Date('2026-11-21T15:00:00').getTime()
const timeline = [
  { entry: 8, at, who: '陈静', label: '受理' },
  { entry: 5, at, who: '李小红', label: '上报' },
]
const detail = { state_label: '已受理', timeline } as EventDetail

test('a conflict says who did what, when, and that the text is kept', () => {
  const words = conflictWords(new Refusal('moved_on', '情况已变'), detail, now)

  expect(words).toBe(
    '今天 14:03 陈静已做“受理”，现在是“已受理”。您填写的内容仍在，请看最新情况后再定。',
  )
})

test('any other refusal speaks for itself', () => {
  expect(conflictWords(new Refusal('invalid', '请选择单位'), detail, now)).toBe('请选择单位')
})
