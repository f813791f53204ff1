import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fieldLabel, UNWRITTEN } from '@/features/sync/fields'
import { typedOf, wordsOf } from '@/features/sync/values'
import type { Settled } from '@/sync/db'

/** The server's forms of what a phone can save, as data/schema.d.ts names them. */
const FORMS = `
  Report Comment Attend Settle Escalate Verify Check Assist Return AskExtension AskSuspension Refuse
  Close Reopen ReplySupervision Appeal Dispatch File NotFile Merge Void Supervise Suspend Rework Answer
  Person CorrectPerson MovePerson Leave ComeBack Role EndRole Join Household Request Consent Visit
  Tenure EndTenure Building Room CorrectRoom Organisation CorrectOrganisation Note
`
  .trim()
  .split(/\s+/)

const schema = readFileSync('src/data/schema.d.ts', 'utf8')

function fieldsOf(form: string): string[] {
  const [, after = ''] = schema.split(`\n        ${form}FormRequest: {\n`)
  const [body = ''] = after.split('\n        };')
  return [...body.matchAll(/^ {12}(\w+)\??:/gm)].map(([, name = '']) => name)
}

test('every field of a form that a phone can save has Chinese words', () => {
  const fields = FORMS.flatMap(fieldsOf).filter((name) => !UNWRITTEN.has(name))

  expect(FORMS.filter((form) => fieldsOf(form).length === 0)).toEqual([])
  expect(fields.filter((name) => /[a-z]/.test(fieldLabel(name)))).toEqual([])
})

test('what was written in a move is read with its label, and no code and no id with it', async () => {
  const data = { reason: '要区里协调', crs: 'WGS84', spot: null, photos: ['p'], exists: true }

  expect(await typedOf({ kind: 'event.escalate', data })).toEqual([
    ['原因', '要区里协调'],
    ['情况属实', '是'],
  ])
})

test('a choice is read as its form calls it', async () => {
  const data = { gone: 'DIED', on: '2026-03-01', source: 'DOOR' }

  expect(await typedOf({ kind: 'person.leave', data })).toEqual([
    ['离开原因', '去世'],
    ['日期', '2026-03-01'],
  ])
})

test('a number of ones own is read whole beside one that looks the same masked', async () => {
  const masked = '139****5555'
  const told = {
    kind: 'person.correct',
    data: { phone: '13911115555' },
    outcome: { fields: { phone: { mine: masked, theirs: masked } } },
  }

  const words = await wordsOf({} as never, told as unknown as Settled)

  expect(words).toEqual({ 'phone:mine': '13911115555' })
})
