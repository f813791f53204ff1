import { afterEach, expect, test } from 'vitest'
import { commandId, dropDraft, loadDraft, saveDraft, sealDrafts } from '@/data/drafts'
import { safe } from '@/data/safe'
import { cipherOf } from '@/sync/cipher'

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

const kept = (name: string): string => localStorage.getItem(name) ?? ''

test('a worker’s drafts are sealed once there is a PIN, those from before with them, and read only unlocked', () => {
  saveDraft('w:1:report', { text: '井盖' })
  saveDraft('w:2:report', { text: '路灯' })
  saveDraft('session', { name: '李小红' })
  safe.open(cipherOf(new Uint8Array(32).fill(1)))
  sealDrafts(1)
  saveDraft('w:1:registry', { text: '张三' })
  expect(kept('w:1:report') + kept('w:1:registry')).not.toMatch(/井盖|张三/)
  expect([kept('w:2:report'), kept('session')].join('')).toMatch(/路灯.*李小红/)
  expect(loadDraft('w:1:report', { text: '' })).toEqual({ text: '井盖' })
  expect(loadDraft('w:1:registry', { text: '' })).toEqual({ text: '张三' })

  safe.lock()
  saveDraft('w:1:report', { text: '新写的' })
  expect(loadDraft('w:1:report', { text: '' })).toEqual({ text: '' })
  safe.open(cipherOf(new Uint8Array(32).fill(1)))
  expect(loadDraft('w:1:report', { text: '' })).toEqual({ text: '井盖' })
  safe.open(null)
})
