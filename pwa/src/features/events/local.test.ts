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
const told = (state: StateCode, level = 'GRID', more: object = {}) =>
  shownOf(
    row({
      body: { state, level, number: '1', text: '井盖', grid: { id: 1, name: '一' }, ...more },
    }),
  )
const worker = { grid: new Set([1]), unit: new Set<number>() }
const handler = { grid: new Set<number>(), unit: new Set([1]) }
const verbs = ({ moves }: { moves: { verb: string }[] }) => moves.map(({ verb }) => verb)

test('a report still to be sent stands among what waits for me, and says so', () => {
  const mine = shownOf(row({ rev: null, waiting: waits, body: { text: '井盖', photos: ['p1'] } }))

  expect(mine).toMatchObject({ state_label: '待发送', unsent: 1, photos: [] })
  expect(onShelf(mine, { scope: 'mine', open: 1 }, worker)).toBe(true)
  expect(onShelf(mine, { scope: 'reach', state: ['CLOSED'] }, worker)).toBe(false)
})

test('the shelves hold without a line what they hold with one', () => {
  const mine = { scope: 'mine', open: 1 } as const

  expect(onShelf(told('REPORTED'), mine, worker)).toBe(true)
  expect(onShelf(told('REPORTED', 'STREET'), mine, worker)).toBe(false)
  expect(onShelf(told('CHECKING', 'STREET'), mine, worker)).toBe(true)
  expect(onShelf(told('CLOSED'), { scope: 'reach', open: 1 }, worker)).toBe(false)
  expect(onShelf(told('CLOSED'), { scope: 'reach', state: ['CLOSED'], q: '井' }, worker)).toBe(true)
  expect(onShelf(told('CLOSED'), { scope: 'reach', q: '油烟' }, worker)).toBe(false)
})

test('what waits for a unit is its own until it has replied, and a part that is still to be done', () => {
  const mine = { scope: 'mine', open: 1 } as const
  const own = { unit: { id: 1, name: '城管' } }
  const theirs = { unit: { id: 2, name: '市监' } }
  const part = { ...theirs, moves: [{ verb: 'assist' }] }
  const onDesk = (state: StateCode, more: object) =>
    onShelf(told(state, 'STREET', more), mine, handler)

  expect([onDesk('DISPATCHED', own), onDesk('HANDLING', own)]).toEqual([true, true])
  expect([onDesk('REPLIED', own), onDesk('HANDLING', theirs), onDesk('FILED', {})]).toEqual([
    false,
    false,
    false,
  ])
  expect([onDesk('HANDLING', part), onDesk('REPLIED', part)]).toEqual([true, false])
})

test('what a handler reported waits for the grid, and not for the handler', () => {
  const mine = { scope: 'mine', open: 1 } as const
  const reported = told('REPORTED')

  expect([onShelf(reported, mine, worker), onShelf(reported, mine, handler)]).toEqual([true, false])
})

test('who signs without a line goes there and replies, as the server said before', () => {
  const moves = ['sign', 'return', 'comment'].map((verb) => ({ verb }))
  const once_signed = ['attend', 'reply'].map((verb) => ({ verb }))
  const due_at = '2026-03-09T09:00:00+08:00'
  const deadlines = [{ stage: 'DISPATCHED', label: '签收', due_at }]
  const body = { state: 'DISPATCHED', level: 'STREET', moves, once_signed, due_at, deadlines }
  const after = (...kinds: string[]) => detailOf(row({ body, waiting: waitingFor(...kinds) }))

  const signed = after('event.sign')
  const there = after('event.sign', 'event.attend')
  const replied = after('event.sign', 'event.attend', 'event.reply')
  const returned = after('event.return')

  expect([signed.state, signed.state_label, signed.due_at, signed.deadlines]).toEqual([
    'HANDLING',
    '处置中',
    null,
    [],
  ])
  expect([signed, there, replied].map(verbs)).toEqual([
    ['attend', 'reply', 'comment'],
    ['reply', 'comment'],
    ['comment'],
  ])
  expect([returned.state, verbs(returned)]).toEqual(['DISPATCHED', ['comment']])
})

test('a row pulled before the server told what follows a signature goes on after the line is back', () => {
  const body = { state: 'DISPATCHED', moves: [{ verb: 'sign' }, { verb: 'comment' }] }

  const signed = detailOf(row({ body, waiting: waitingFor('event.sign') }))

  expect(verbs(signed)).toEqual(['comment'])
})

test('whoever has done a part without a line does it once, and the matter stays where it is', () => {
  const body = { state: 'HANDLING', moves: [{ verb: 'assist' }, { verb: 'attend' }] }

  const helped = detailOf(row({ body, waiting: waitingFor('event.assist') }))

  expect([helped.state, verbs(helped)]).toEqual(['HANDLING', ['attend']])
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
