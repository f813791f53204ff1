import { expect, test } from 'vitest'
import type { Care } from '@/data/registry'
import type { PersonDetail } from '@/data/registryDesk'
import { bodyOf } from '@/features/command/registry/deeds/deed'
import { consents, withdrawals } from '@/features/command/registry/deeds/ofCare'

const person = { id: 'p1' } as PersonDetail
const text = (key: string, version: string) => ({
  key,
  version,
  title: key,
  paragraphs: ['甲', '乙'],
})
const given = (key: string, version: string, withdrawn_at: string | null = null) => ({
  key,
  version,
  title: key,
  given_at: '2026-01-01T00:00:00Z',
  withdrawn_at,
})
const care = (part: Partial<Care>): Care => ({
  texts: [text('collection', '2'), text('service', '1')],
  consents: [],
  requests: [],
  ...part,
})

test('each text is offered in its version of today, with its words, until it is agreed to', () => {
  const offered = consents(person, care({ consents: [given('service', '1')] }))
  expect(offered.map((deed) => bodyOf(deed, {}, 9))).toEqual([
    { text_key: 'collection', text_version: '2' },
  ])
  expect(offered[0]?.words).toContain('甲\n乙')
})

test('an older version and a withdrawn one are asked for again', () => {
  const held = [given('collection', '1'), given('service', '1', '2026-02-01T00:00:00Z')]
  const found = care({ consents: held })
  expect(consents(person, found)).toHaveLength(2)
  expect(withdrawals(person, found).map(({ fixed }) => fixed)).toEqual([{ text_key: 'collection' }])
})
