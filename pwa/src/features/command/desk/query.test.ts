import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Channel, Level, StateCode } from '@/data/types'
import { filtersOf, readQuery, WIDE, writeQuery, type Tab } from '@/features/command/desk/query'
import { CHANNELS, LEVELS, STATES } from '@/features/command/words'

const of = <T extends string>(words: Record<T, unknown>) =>
  fc.constantFrom(...(Object.keys(words) as T[]))

const queries = fc.record({
  tab: fc.constantFrom<Tab>('mine', 'all', 'soon', 'late'),
  states: fc.uniqueArray(of<StateCode>(STATES), { maxLength: 4 }),
  level: fc.option(of<Level>(LEVELS)),
  channel: fc.option(of<Channel>(CHANNELS)),
  category: fc.option(fc.integer({ min: 1, max: 9999 })),
  q: fc.string().map((text) => text.trim()),
  here: fc.boolean(),
  event: fc.option(fc.uuid()),
})

const plain = { ...WIDE, states: [], event: null }

const open = (part: object) => filtersOf({ ...plain, tab: 'all', ...part }, null).open
const asked = (tab: Tab) => {
  const { scope, light } = filtersOf({ ...plain, tab }, null)
  return [scope, light]
}

test('what is written into the address is read back', () => {
  fc.assert(
    fc.property(queries, (query) => {
      const written = writeQuery(query) as Record<string, string>
      expect(readQuery(written, 'mine')).toEqual(query)
    }),
  )
})

test('nonsense in the address is left out', () => {
  const read = readQuery({ tab: 'x', state: 'NO,FILED', level: 'MOON', category: 'abc' }, 'all')

  expect(read).toEqual({ ...plain, tab: 'all', states: ['FILED'] })
})

test('words that every object has are no words of ours', () => {
  const address = { state: 'toString,FILED', level: 'constructor', channel: 'valueOf' }
  expect(readQuery(address, 'all')).toEqual({ ...plain, tab: 'all', states: ['FILED'] })
})

test('ended matters are found by state or by word, and otherwise stay out', () => {
  expect(open({})).toBe(1)
  expect(open({ q: '井盖' })).toBeUndefined()
  expect(open({ states: ['CLOSED'] })).toBeUndefined()
  expect(open({ tab: 'late', q: '井盖' })).toBe(1)
})

test('the tabs are a scope and a light', () => {
  expect(asked('mine')).toEqual(['mine', undefined])
  expect(asked('soon')).toEqual(['reach', 'YELLOW'])
  expect(asked('late')).toEqual(['reach', 'RED'])
})
