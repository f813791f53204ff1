import { afterEach, expect, test } from 'vitest'
import { commandId, dropDraft, loadDraft, saveDraft } from '@/data/drafts'

afterEach(() => localStorage.clear())

test('a draft comes back as it was left', () => {
  saveDraft('report', { text: '路灯不亮' })

  expect(loadDraft('report', { text: '', category: null })).toEqual({
    text: '路灯不亮',
    category: null,
  })
})

test('a broken draft is a blank one', () => {
  localStorage.setItem('report', '{"text":')

  expect(loadDraft('report', { text: '' })).toEqual({ text: '' })
})

test('trying the same content again uses the same command id', () => {
  const first = commandId('report', { text: 'a' })

  expect(commandId('report', { text: 'a' })).toBe(first)
})

test('changed content is another command', () => {
  const first = commandId('report', { text: 'a' })

  expect(commandId('report', { text: 'b' })).not.toBe(first)
})

test('a dropped draft takes its command id with it', () => {
  const first = commandId('report', { text: 'a' })

  dropDraft('report')

  expect(commandId('report', { text: 'a' })).not.toBe(first)
})
