import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Kind } from '@/data/registryDesk'
import {
  filtersOf,
  isNarrowed,
  onTab,
  readQuery,
  TABS,
  WIDE,
  writeQuery,
} from '@/features/command/registry/query/query'
import { KINDS, PART_STATES, ROLES, SERVICES } from '@/features/command/registry/words'

const keysOf = <T extends string>(words: Record<T, unknown>) =>
  fc.constantFrom(...(Object.keys(words) as T[]))
const rowId = fc.integer({ min: 1, max: 2 ** 40 })
const code = fc.option(fc.constantFrom('01', '99', '0101', '2A'))
const age = fc.option(fc.integer({ min: 0, max: 150 }))

const queries = fc.record({
  tab: fc.constantFrom(...TABS),
  q: fc.string().map((text) => text.trim()),
  area: fc.array(rowId, { maxLength: 5 }),
  grid: fc.option(rowId),
  stale: fc.option(fc.integer({ min: 0, max: 36500 })),
  role: fc.option(keysOf(ROLES)),
  from: age,
  to: age,
  gone: fc.boolean(),
  rented: fc.option(fc.boolean()),
  building: fc.option(fc.uuid()),
  code,
  hazard: code,
  state: fc.option(keysOf(PART_STATES)),
  service: fc.option(keysOf(SERVICES)),
  show: fc.option(fc.record({ kind: keysOf<Kind>(KINDS), id: fc.uuid() })),
})

test('what is written into the address is read back', () => {
  fc.assert(
    fc.property(queries, (query) => {
      expect(readQuery(writeQuery(query) as Record<string, string>)).toEqual(query)
    }),
  )
})

test('whatever stands in the address, something sensible is asked', () => {
  const names = fc.constantFrom(...Object.keys(WIDE), 'tab', 'show')
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), (address) => {
      const read = readQuery(address)
      expect(readQuery(writeQuery(read) as Record<string, string>)).toEqual({
        ...read,
        q: read.q.trim(),
      })
      expect(read.from ?? 0).toBeLessThanOrEqual(150)
    }),
  )
})

test('words that every object has are no words of ours', () => {
  const address = { role: 'toString', rented: 'valueOf', state: 'constructor', show: 'toString/x' }
  expect(readQuery(address)).toEqual({ ...WIDE, tab: 'people', show: null })
})

test('a tab asks only for what it knows', () => {
  const query = readQuery({
    tab: 'rooms',
    role: 'DISABLED',
    rented: 'no',
    from: '60',
    area: '1,22',
  })
  expect(filtersOf(query)).toEqual({ q: '', division: 22, rented: false })
})

test('another tab keeps the area and forgets the rest', () => {
  fc.assert(
    fc.property(queries, fc.constantFrom(...TABS), (query, tab) => {
      const next = { ...query, ...onTab(query, tab) }
      expect(next.area).toEqual(query.area)
      expect(filtersOf(next)).toEqual({
        q: '',
        grid: query.grid ?? undefined,
        division: query.area.at(-1),
        stale_days: query.stale ?? undefined,
      })
    }),
  )
})

test('an untouched question is not narrowed', () => {
  expect(isNarrowed({ ...WIDE, tab: 'people', show: null })).toBe(false)
  expect(isNarrowed({ ...WIDE, tab: 'rooms', rented: false, show: null })).toBe(true)
})
