import { expect, test } from 'vitest'
import type { Care } from '@/data/registry'
import { standings } from '@/features/registry/consents'

type Consent = Care['consents'][number]

const text = { key: 'collection', version: '2', title: '告知书', paragraphs: ['…'] }
const given: Consent = {
  key: 'collection',
  version: '2',
  title: '告知书',
  given_at: '2026-03-01T04:00:00Z',
  withdrawn_at: null,
}
const of = (...consents: Consent[]) => standings({ texts: [text], consents, requests: [] })[0]

test('who was never asked has still to be told', () => {
  expect(of()).toMatchObject({ isGiven: false, isDue: true, words: '还没有告知' })
})

test('who agreed to the version in force is left in peace', () => {
  expect(of(given)).toMatchObject({ isGiven: true, isDue: false, words: '2026年3月1日同意' })
})

test('an older version is asked anew, and can be withdrawn all the same', () => {
  const told = of({ ...given, version: '1' })

  expect(told).toMatchObject({ isGiven: true, isDue: true })
  expect(told?.words).toContain('重新告知')
})

test('a withdrawal is remembered', () => {
  const told = of({ ...given, withdrawn_at: '2026-04-01T04:00:00Z' })

  expect(told).toMatchObject({ isGiven: false, isDue: true, words: '2026年4月1日撤回了同意' })
})
