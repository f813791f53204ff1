import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PublicEvent } from '@/data/types'
import {
  forgetReceipt,
  keepReceipt,
  noteProgress,
  receiptOf,
  receipts,
  type Kept,
} from '@/features/resident/receipts'

const receipt = (id: string): Kept => ({
  id,
  number: `20260309-${id}`,
  code: 'ABCD2345',
  label: '噪声扰民',
  at: '2026-03-09T09:00:00+08:00',
})

const STAGES = ['已上报', '已受理', '处理中', '已答复', '已评价']

const progress = (id: string, changes: Partial<PublicEvent>): PublicEvent =>
  ({
    id,
    stages: STAGES,
    stage: 1,
    ended: false,
    rating: null,
    state_label: '待受理',
    ...changes,
  }) as PublicEvent

beforeEach(() => localStorage.clear())
afterEach(() => receipts.value.forEach(({ id }) => forgetReceipt(id)))

test('the newest receipt stands first, each matter once', () => {
  keepReceipt(receipt('1'))
  keepReceipt(receipt('2'))
  keepReceipt(receipt('1'))

  expect(receipts.value.map(({ id }) => id)).toEqual(['1', '2'])
})

test('receipts are still there when the page opens again', () => {
  keepReceipt(receipt('1'))

  expect(JSON.parse(localStorage.getItem('r:receipts') ?? '')).toEqual([receipt('1')])
})

test('a receipt says where its matter was last seen', () => {
  keepReceipt(receipt('1'))

  noteProgress(progress('1', { stage: 3, state_label: '待核查' }))

  expect(receiptOf('1')?.state).toBe('处理中')
})

test('an end is told by its own name', () => {
  keepReceipt(receipt('1'))

  noteProgress(progress('1', { stage: 4, ended: true, state_label: '不予受理' }))

  expect(receiptOf('1')?.state).toBe('不予受理')
})

test('at most fifty are kept', () => {
  for (let n = 0; n < 60; n += 1) keepReceipt(receipt(String(n)))

  expect(receipts.value).toHaveLength(50)
  expect(receiptOf('59')).toBeDefined()
})

test('a forgotten receipt is gone from this phone', () => {
  keepReceipt(receipt('1'))

  forgetReceipt('1')

  expect(receiptOf('1')).toBeUndefined()
})
