import {
  changed,
  idOf,
  leaving,
  listOf,
  made,
  shownOf,
  textOf,
  withChange,
  withFirst,
  without,
  type Marks,
  type Own,
} from '@/sync/mark'
import type { Body } from '@/sync/wire'

/** Said of a correction, and no fields of the row. */
const ABOUT = new Set(['source', 'whole', 'version', 'crs', 'people'])

/** A person in the list of a house. */
const OF_HOUSE = ['name', 'sex', 'born_on', 'phone', 'document', 'confirmed_at', 'source', 'roles']

const pick = (body: Body, names: string[]): Body =>
  Object.fromEntries(names.filter((name) => name in body).map((name) => [name, body[name]]))

/** What a correction says of its row: its fields, numbers as the screen masked them, and how they are known now. */
export function correction(command: Own): (body: Body) => Body {
  const { data, occurred_at: at } = command
  const shown = leaving(shownOf(command), 'home')
  const told = Object.entries(data).filter(([name]) => !ABOUT.has(name))
  const fields = told.map(([name]) => name)
  return (body) => ({
    ...Object.fromEntries(told),
    ...shown,
    ...(data.whole === true
      ? { confirmed_at: at, source: data.source ?? body.source, sources: [] }
      : { sources: knownAnew(body, fields, command) }),
  })
}

const knownAnew = (body: Body, fields: string[], { data, occurred_at: at }: Own): Body[] => [
  ...listOf(body.sources).filter(({ field }) => !fields.includes(textOf(field))),
  ...fields.map((field) => ({ field, source: data.source ?? 'DOOR', confirmed_at: at })),
]

const added: Marks = (command) => [
  made(command),
  changed('room', command.data.room, ({ people }) => ({
    people: withFirst(people, {
      ...pick({ ...command.data, ...shownOf(command) }, OF_HOUSE),
      id: command.id,
    }),
  })),
]

const corrected: Marks = (command) => {
  const change = correction(command)
  const { row, shown } = command
  return [
    changed('person', row, change),
    changed('room', shown.home, ({ people }) => ({
      people: withChange(people, row, pick(change({}), OF_HOUSE)),
    })),
  ]
}

/** `shown.movers`: all who move, as a house lists them. */
const moved: Marks = ({ data, shown }) => {
  const movers = listOf(shown.movers)
  const ids = movers.map(({ id }) => id)
  const into = movers.reduce<(people: unknown) => unknown>(
    (before, mover) => (people) => withFirst(before(people), mover),
    (people) => people,
  )
  return [
    ...ids.map((id) => changed('person', id, () => ({ room: shown.room }))),
    ...(shown.home === data.room
      ? []
      : [changed('room', shown.home, ({ people }) => ({ people: without(people, ids) }))]),
    changed('room', data.room, ({ people }) => ({ people: into(people) })),
  ]
}

const left: Marks = ({ row, data, shown }) => [
  changed('person', row, ({ roles }) => ({
    [data.gone === 'DIED' ? 'died_on' : 'left_on']: data.on,
    household: null,
    roles: listOf(roles).map((role) => ({ to_on: data.on, ...drop(role, 'to_on') })),
    may: ['come_back', 'ask'],
  })),
  changed('room', shown.home, ({ people }) => ({ people: without(people, [idOf(row)]) })),
]

/** A day that is told already stays. */
const drop = (role: Body, name: string): Body => (role[name] === null ? leaving(role, name) : role)

const cameBack: Marks = ({ row }) => [
  changed('person', row, () => ({ left_on: null, died_on: null, may: [] })),
]

const roleAdded: Marks = ({ id, row, data, shown }) => [
  changed('person', row, ({ roles }) => ({
    roles: withFirst(roles, {
      to_on: null,
      note: '',
      due_on: null,
      ...data,
      label: shown.label,
      id,
    }),
  })),
]

const roleEnded: Marks = ({ row, data, occurred_at: at }) => [
  changed('person', row, ({ roles }) => ({
    roles: withChange(roles, data.role, { to_on: data.to_on ?? at.slice(0, 10) }),
  })),
]

/** `shown.household`: as the person's page names it. */
const joined: Marks = ({ row, data, shown }) => [
  changed('person', row, () => ({ household: shown.household, kinship: data.kinship })),
]

const parted: Marks = ({ row }) => [
  changed('person', row, () => ({ household: null, kinship: '' })),
]

const consented: Marks = ({ id, row, data, occurred_at: at }) => [
  changed('person', row, ({ care }) => ({
    care: {
      ...(care as Body),
      consents: withFirst(ended((care as Body | null)?.consents, data.text_key, at, id), {
        id,
        key: data.text_key,
        version: data.text_version,
        title: '',
        given_at: at,
        withdrawn_at: null,
      }),
    },
  })),
]

const withdrawn: Marks = ({ id, row, data, occurred_at: at }) => [
  changed('person', row, ({ care }) => ({
    care: {
      ...(care as Body),
      consents: ended((care as Body | null)?.consents, data.text_key, at, id),
    },
  })),
]

/** Of the text named, whatever is still in force ends; but not what this very command gave. */
const ended = (consents: unknown, key: unknown, at: string, own: string) =>
  listOf(consents).map((one) =>
    one.key === key && one.withdrawn_at === null && one.id !== own
      ? { ...one, withdrawn_at: at }
      : one,
  )

const asked: Marks = ({ id, row, data, shown, occurred_at: at }) => [
  changed('person', row, ({ care }) => ({
    care: {
      ...(care as Body),
      requests: withFirst((care as Body | null)?.requests, {
        id,
        kind: data.kind,
        kind_label: shown.kind_label,
        text: data.text,
        state: 'OPEN',
        state_label: '待处理',
        asked_at: at,
        answer: '',
      }),
    },
  })),
]

export const PEOPLE_MARKS: Record<string, Marks> = {
  'person.add': added,
  'person.correct': corrected,
  'person.move': moved,
  'person.leave': left,
  'person.come_back': cameBack,
  'person.add_role': roleAdded,
  'person.end_role': roleEnded,
  'person.join': joined,
  'person.part': parted,
  'person.consent': consented,
  'person.withdraw_consent': withdrawn,
  'person.ask': asked,
}
