import { expect, test } from 'vitest'
import type { Posting } from '@/data/types'
import { placesOf } from '@/features/command/registry/places'

const of = (...roles: string[]) =>
  placesOf(roles.map((role) => ({ role }) as Posting)).map(({ label }) => label)

test('each finds the screens of their postings, and nobody else', () => {
  expect(of('HANDLER')).toEqual([])
  expect(of('AUDITOR')).toEqual(['查阅记录'])
  expect(of('WORKER')).toEqual(['查询'])
  expect(of('SHIFT_LEAD')).toEqual(['查询', '合并台', '待核对'])
  expect(of('LEADER')).toEqual(['查询', '更正删除申请'])
  expect(of('ADMIN', 'AUDITOR')).toEqual(['查询', '合并台', '更正删除申请', '查阅记录'])
})
