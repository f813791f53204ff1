import { expect, test } from 'vitest'
import type { Held, Settled, Waiting } from '@/sync/db'
import { viewOf } from '@/sync/view'

let seq = 0
function command(kind: string, told: Partial<Waiting>): Waiting {
  seq += 1
  const at = '2026-03-01T08:00:00Z'
  return {
    id: `c${seq}`,
    seq,
    kind,
    row: null,
    data: {},
    shown: {},
    occurred_at: at,
    ...told,
  } as Waiting
}

const held = (kind: string, id: string, body: Record<string, unknown>): Held => ({
  kind,
  id,
  epoch: 1,
  rev: 1,
  body,
  scopes: ['grid:1'],
  revs: {},
})

const PERSON = held('person', 'p1', {
  name: '张三',
  room: { id: 'r1' },
  household: { id: 'h1' },
  roles: [{ id: 'o1', kind: 'DISABLED', to_on: null }],
  tenures: [],
  visits: [],
  care: { consents: [], requests: [] },
})
const ROOM = held('room', 'r1', { people: [{ id: 'p1' }], tenures: [], households: [], visits: [] })
const OTHER = held('room', 'r2', { people: [], tenures: [], households: [] })

/** As seen with these commands waiting, and the same once more while the server's word is already in the row. */
function seen(row: Held, ...own: Waiting[]) {
  const now = viewOf(row.kind, row.id, row, own)
  const told = { ...row, body: now?.body ?? {} }
  const echoes = own.map((one) => ({ ...one, outcome: { status: 'applied' } }) as Settled)
  const again = viewOf(row.kind, row.id, told, echoes)
  expect(again?.body).toEqual(now?.body)
  return now
}

test('who moves is in the new house and no longer in the old one', () => {
  const move = command('person.move', {
    row: 'p1',
    data: { room: 'r2' },
    shown: {
      home: 'r1',
      room: { id: 'r2', address: '二路' },
      movers: [{ id: 'p1', name: '张三' }],
    },
  })
  expect(seen(PERSON, move)?.body.room).toEqual({ id: 'r2', address: '二路' })
  expect(seen(ROOM, move)?.body.people).toEqual([])
  expect(seen(OTHER, move)?.body.people).toEqual([{ id: 'p1', name: '张三' }])
  expect(seen(OTHER, move)?.waiting).toHaveLength(1)
})

test('who died is in no house and no household, and has no open tag', () => {
  const death = command('person.leave', {
    row: 'p1',
    data: { gone: 'DIED', on: '2026-02-28' },
    shown: { home: 'r1' },
  })
  const { body } = seen(PERSON, death) ?? {}
  expect(body).toMatchObject({ died_on: '2026-02-28', household: null })
  expect(body?.roles).toEqual([{ id: 'o1', kind: 'DISABLED', to_on: '2026-02-28' }])
  expect(seen(ROOM, death)?.body.people).toEqual([])
})

test('tags, ties, visits and consents stand in their lists once', () => {
  const tag = command('person.add_role', { row: 'p1', data: { kind: 'PREGNANT' } })
  const tie = command('room.add_tenure', {
    row: 'r1',
    data: { person: 'p1', kind: 'TENANT' },
    shown: { label: '承租人', person: { id: 'p1', name: '张三' }, room: { id: 'r1' } },
  })
  const visit = command('visit.record', { data: { person: 'p1', kind: 'CARE', note: '都好' } })
  const consent = command('person.consent', {
    row: 'p1',
    data: { text_key: 'a', text_version: '1' },
  })

  const { body } = seen(PERSON, tag, tie, visit, consent) ?? {}
  expect(body?.roles).toHaveLength(2)
  expect(body?.tenures).toMatchObject([{ id: tie.id, room: { id: 'r1' }, to_on: null }])
  expect(body?.visits).toMatchObject([{ id: visit.id, note: '都好', at: visit.occurred_at }])
  expect(body?.care).toMatchObject({ consents: [{ key: 'a', version: '1', withdrawn_at: null }] })
  expect(seen(ROOM, tie)?.body).toMatchObject({ rented: true, tenures: [{ person: { id: 'p1' } }] })

  const end = command('room.end_tenure', {
    row: 'r1',
    data: { tenure: tie.id },
    shown: { person: 'p1' },
  })
  expect(seen(PERSON, tie, end)?.body.tenures).toMatchObject([{ to_on: '2026-03-01' }])
})

test('a household of an unsent person is in the house and on the person', () => {
  const add = command('person.add', {
    data: { name: '李四', room: 'r1' },
    shown: { household: null },
  })
  const home = command('household.add', {
    data: { room: 'r1', head: add.id },
    shown: { household: { number: '', members: [] } },
  })
  const own = [add, home]
  expect(viewOf('person', add.id, undefined, own)?.body.household).toMatchObject({ id: home.id })
  expect(seen(ROOM, ...own)?.body).toMatchObject({
    people: [{ id: add.id, name: '李四' }, { id: 'p1' }],
    households: [{ id: home.id, head: add.id }],
  })
})

test('what a correction does not know stays, and how each field is known is said anew', () => {
  const told = held('person', 'p1', {
    name: '张三',
    sources: [
      { field: 'phone', source: 'IMPORT' },
      { field: 'sex', source: 'IMPORT' },
    ],
  })
  const correct = command('person.correct', {
    row: 'p1',
    data: { phone: '13800138000', source: 'DOOR' },
    shown: { phone: '138****8000', form: { values: 'typed' } },
  })
  const { body } = seen(told, correct) ?? {}
  expect(body).toMatchObject({ name: '张三', phone: '138****8000' })
  expect(body).not.toHaveProperty('form')
  expect(body?.sources).toMatchObject([
    { field: 'sex', source: 'IMPORT' },
    { field: 'phone', source: 'DOOR' },
  ])
})

const MATTER = held('event', 'e1', {
  state: 'REPORTED',
  level: 'GRID',
  stage_label: '受理',
  due_at: '2026-03-01T09:00:00Z',
  moves: [{ verb: 'accept' }, { verb: 'attend' }],
})
const ANSWER = { state: 'ACCEPTED', state_label: '已受理', level: 'GRID', number: '1' }
const move = (kind: string, answer: Record<string, unknown> | null) =>
  command(kind, {
    row: 'e1',
    ...(answer && ({ outcome: { status: 'applied', answer } } as Partial<Settled>)),
  })

test('a move that was done shows where the matter is, and nothing that could be done before it', () => {
  const body = viewOf('event', 'e1', MATTER, [move('event.accept', ANSWER)])?.body

  expect(body).toMatchObject({ state: 'ACCEPTED', state_label: '已受理', due_at: null, moves: [] })
})

test('a move that waits leaves the matter as it was told', () => {
  expect(viewOf('event', 'e1', MATTER, [move('event.accept', null)])?.body).toEqual(MATTER.body)
})

test('what was said on the spot is not asked for again, and the matter goes on', () => {
  const there = { ...ANSWER, state: 'REPORTED' }

  const body = viewOf('event', 'e1', MATTER, [move('event.attend', there)])?.body

  expect(body?.moves).toEqual([{ verb: 'accept' }])
})
