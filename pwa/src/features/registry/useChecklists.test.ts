import { expect, test } from 'vitest'
import type { Visit } from '@/data/registry'
import {
  answersTo,
  asTold,
  checklistLines,
  fits,
  lastAnswers,
  unanswered,
  type Checklist,
} from '@/features/registry/useChecklists'

const ALONE: Checklist = {
  key: 'living_alone',
  version: '1',
  title: '独居老人走访',
  of: 'person',
  roles: ['LIVING_ALONE'],
  visit: 'CARE',
  days: 30,
  questions: [
    { key: 'met', label: '见到本人', must: true, options: [['seen', '见到']] },
    { key: 'fire', label: '燃气', options: [['risk', '有隐患', 'bad']] },
    { key: 'wants', label: '需要帮什么', text: true },
  ],
}
const RENTED: Checklist = { ...ALONE, key: 'rented', of: 'room', roles: [], when: { rented: true } }

test('a list fits whoever is one of its kind today', () => {
  const role = { kind: 'LIVING_ALONE', to_on: null }
  expect(fits(ALONE, { roles: [role] })).toBe(true)
  expect(fits(ALONE, { roles: [{ ...role, to_on: '2026-01-01' }] })).toBe(false)
  expect(fits(RENTED, { rented: true })).toBe(true)
  expect(fits(RENTED, { rented: false, hazard: '02' })).toBe(false)
})

test('what must be answered is named; of other lists nothing is told', () => {
  expect(unanswered(ALONE, { fire: 'risk' })).toEqual(['met'])
  expect(answersTo(ALONE, { met: 'seen', wants: ' 扶\n手 ', gas: 'x', fire: '' })).toEqual({
    met: 'seen',
    wants: '扶 手',
  })
})

test('answers are shown in words, what needs looking after first, and stand beside the next ones', () => {
  const told = asTold(ALONE, { met: 'seen', fire: 'risk' })

  expect(checklistLines(told)).toEqual(['要注意 燃气：有隐患', '独居老人走访 见到本人：见到'])
  expect(lastAnswers(ALONE, [{ checklist: told } as Visit])).toEqual({
    met: '见到',
    fire: '有隐患',
  })
  expect(checklistLines(null)).toEqual([])
})
