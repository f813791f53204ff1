import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrange, blank, isEmpty, payload, problems, type Value } from '@/data/moves'
import type { Move, Need, NeedKind } from '@/data/types'

const KINDS: NeedKind[] = [
  'text',
  'photos',
  'unit',
  'units',
  'until',
  'condition',
  'event',
  'spot',
  'choice',
  'score',
  'bool',
]
const NOW = new Date('2026-03-01T08:00:00Z')
const LATER = '2026-03-02T08:00:00Z'

const need = fc.record({
  name: fc.stringMatching(/^[a-z]{1,8}$/),
  kind: fc.constantFrom(...KINDS),
  required: fc.boolean(),
  label: fc.constantFrom('原因', '照片', '单位'),
})
const needs = fc.uniqueArray(need, { selector: ({ name }) => name, maxLength: 6 })

const filled = (kind: NeedKind): Value => {
  if (kind === 'photos' || kind === 'units') return ['one']
  if (kind === 'until') return LATER
  if (kind === 'spot') return { lon: 111.3, lat: 30.7, crs: 'WGS84', accuracy: 5 }
  return kind === 'bool' ? false : kind === 'unit' ? 3 : ' 有话 '
}

const move = (verb: string, more: Partial<Move> = {}): Move => ({
  verb,
  label: verb,
  needs: [],
  primary: false,
  danger: false,
  ...more,
})

test('a blank form lacks exactly what is required, and sends nothing', () => {
  fc.assert(
    fc.property(needs, (asked: Need[]) => {
      const values = blank(asked)

      expect(Object.keys(problems(asked, values, NOW)).sort()).toEqual(
        asked.flatMap(({ name, required }) => (required ? [name] : [])).sort(),
      )
      expect(payload(asked, values)).toEqual({})
    }),
  )
})

test('a filled form lacks nothing, and sends every need trimmed', () => {
  fc.assert(
    fc.property(needs, (asked: Need[]) => {
      const values = Object.fromEntries(asked.map(({ name, kind }) => [name, filled(kind)]))

      expect(problems(asked, values, NOW)).toEqual({})
      const sent = payload(asked, values)
      expect(Object.keys(sent).sort()).toEqual(asked.map(({ name }) => name).sort())
      for (const value of Object.values(sent)) expect(value).not.toBe(' 有话 ')
    }),
  )
})

test('nothing travels that was not asked for', () => {
  const asked: Need[] = [{ name: 'note', kind: 'text', required: false, label: '说明' }]

  expect(payload(asked, { note: '好', stranger: '坏' })).toEqual({ note: '好' })
})

test('a no is an answer, a blank is none', () => {
  expect(isEmpty(false)).toBe(false)
  expect(isEmpty(0)).toBe(false)
  expect(isEmpty('  ')).toBe(true)
  expect(isEmpty([])).toBe(true)
})

test('a moment in the past is refused', () => {
  const asked: Need[] = [{ name: 'until', kind: 'until', required: true, label: '到何时' }]

  expect(problems(asked, { until: '2026-02-01T00:00:00Z' }, NOW)).toEqual({
    until: '到何时要晚于现在',
  })
})

test('primary moves lie under the thumb, grave ones last', () => {
  const moves = [
    move('refuse', { danger: true }),
    move('comment'),
    move('accept', { primary: true }),
  ]

  const { bar, others } = arrange(moves)

  expect(bar.map(({ verb }) => verb)).toEqual(['accept'])
  expect(others.map(({ verb }) => verb)).toEqual(['comment', 'refuse'])
})

test('no move is lost or doubled by the arranging', () => {
  const some = fc.uniqueArray(
    fc.record({
      verb: fc.stringMatching(/^[a-z]{1,6}$/),
      primary: fc.boolean(),
      danger: fc.boolean(),
    }),
    { selector: ({ verb }) => verb, maxLength: 8 },
  )
  fc.assert(
    fc.property(some, (sketches) => {
      const moves = sketches.map(({ verb, ...more }) => move(verb, more))

      const { bar, others } = arrange(moves)

      expect(bar.length).toBeLessThanOrEqual(2)
      expect([...bar, ...others].map(({ verb }) => verb).sort()).toEqual(
        moves.map(({ verb }) => verb).sort(),
      )
    }),
  )
})
