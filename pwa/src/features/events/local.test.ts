import { expect, test } from 'vitest'
import type { StateCode } from '@/data/types'
import { detailOf, onShelf, shownOf } from '@/features/events/local'
import type { Waiting } from '@/sync/db'
import type { Row } from '@/sync/view'

const row = (more: Partial<Row>): Row => ({
  kind: 'event',
  id: 'e1',
  rev: 1,
  scope: 'grid:1',
  body: {},
  waiting: [],
  ...more,
})
const waits = [{ id: 'c1', kind: 'event.settle' } as Waiting]
const waitingFor = (...kinds: string[]) => kinds.map((kind) => ({ id: kind, kind }) as Waiting)
const told = (state: StateCode, level = 'GRID') =>
  shownOf(row({ body: { state, level, number: '1', text: '井盖' } }))

test('a report still to be sent stands among what waits for me, and says so', () => {
  const mine = shownOf(row({ rev: null, waiting: waits, body: { text: '井盖', photos: ['p1'] } }))

  expect(mine).toMatchObject({ state_label: '待发送', unsent: 1, photos: [] })
  expect(onShelf(mine, { scope: 'mine', open: 1 })).toBe(true)
  expect(onShelf(mine, { scope: 'reach', state: ['CLOSED'] })).toBe(false)
})

test('the shelves hold without a line what they hold with one', () => {
  const mine = { scope: 'mine', open: 1 } as const

  expect(onShelf(told('REPORTED'), mine)).toBe(true)
  expect(onShelf(told('REPORTED', 'STREET'), mine)).toBe(false)
  expect(onShelf(told('CHECKING', 'STREET'), mine)).toBe(true)
  expect(onShelf(told('CLOSED'), { scope: 'reach', open: 1 })).toBe(false)
  expect(onShelf(told('CLOSED'), { scope: 'reach', state: ['CLOSED'], q: '井' })).toBe(true)
  expect(onShelf(told('CLOSED'), { scope: 'reach', q: '油烟' })).toBe(false)
})

test('while a move waits only more words may be added', () => {
  const moves = [{ verb: 'accept' }, { verb: 'comment' }]

  expect(detailOf(row({ body: { moves } })).moves).toHaveLength(2)
  expect(detailOf(row({ body: { moves }, waiting: waits })).moves).toEqual([{ verb: 'comment' }])
})

test('whoever says without a line that they are there goes on with the matter, and says it once', () => {
  const moves = [{ verb: 'attend' }, { verb: 'verify' }, { verb: 'comment' }]
  const waiting = [{ id: 'c1', kind: 'event.attend' } as Waiting]

  const open = detailOf(row({ body: { moves }, waiting })).moves.map(({ verb }) => verb)

  expect(open).toEqual(['verify', 'comment'])
})

test('who takes a matter on without a line may go there and settle it, as the server will see it', () => {
  const moves = ['accept', 'attend', 'settle', 'escalate', 'comment'].map((verb) => ({ verb }))
  const body = { state: 'REPORTED', level: 'GRID', moves }

  const taken = detailOf(row({ body, waiting: waitingFor('event.accept') }))
  const settled = detailOf(row({ body, waiting: waitingFor('event.accept', 'event.settle') }))
  const above = detailOf(
    row({ body: { ...body, level: 'STREET' }, waiting: waitingFor('event.accept') }),
  )

  expect([taken.state, taken.moves.map(({ verb }) => verb)]).toEqual([
    'ACCEPTED',
    ['attend', 'settle', 'escalate', 'comment'],
  ])
  expect(settled.moves.map(({ verb }) => verb)).toEqual(['comment'])
  expect([above.state, above.moves.map(({ verb }) => verb)]).toEqual(['REPORTED', ['comment']])
})
