import {
  changed,
  listOf,
  made,
  textOf,
  withChange,
  withFirst,
  type Marks,
  type Own,
} from '@/sync/mark'
import { correction } from '@/sync/peopleMarks'
import type { Body } from '@/sync/wire'

const roomAdded: Marks = (command) => [
  made(command),
  changed('building', command.data.building, ({ units }) => ({
    units: withUnit(units, textOf(command.data.unit)),
  })),
]

function withUnit(units: unknown, unit: string): unknown[] {
  const known = Array.isArray(units) ? (units as unknown[]) : []
  return unit === '' || known.includes(unit) ? known : [...known, unit]
}

const corrected =
  (kind: string): Marks =>
  (command) => [changed(kind, command.row, correction(command))]

/** `shown`: the kind in words, and the person and the room as each other's pages name them. */
const tenureAdded: Marks = ({ id, row, data, shown, occurred_at: at }) => {
  const tenure = {
    id,
    kind: data.kind,
    label: shown.label,
    from_on: data.from_on ?? at.slice(0, 10),
    to_on: null,
  }
  return [
    changed('room', row, ({ tenures, rented }) => ({
      tenures: withFirst(tenures, { ...tenure, person: shown.person }),
      rented: data.kind === 'TENANT' || rented,
    })),
    changed('person', data.person, ({ tenures }) => ({
      tenures: withFirst(tenures, { ...tenure, room: shown.room }),
    })),
  ]
}

const tenureEnded: Marks = ({ row, data, shown, occurred_at: at }) => {
  const end = (body: Body): Body => ({
    tenures: withChange(body.tenures, data.tenure, { to_on: data.to_on ?? at.slice(0, 10) }),
  })
  return [changed('room', row, end), changed('person', shown.person, end)]
}

const householdAdded: Marks = ({ id, data, shown }) => [
  changed('room', data.room, ({ households }) => ({
    households: withLast(households, { id, number: data.number ?? '', head: data.head }),
  })),
  changed('person', data.head, () => ({
    household: { ...(shown.household as Body), id },
    kinship: HEAD,
  })),
]

/** GB/T 4761: 本人或户主. */
const HEAD = '0'

const withLast = (list: unknown, one: Body & { id: string }): Body[] => [
  ...listOf(list).filter(({ id }) => id !== one.id),
  one,
]

const WHOM = ['person', 'room', 'organisation'] as const

const visited: Marks = (command) => [
  made(command),
  ...WHOM.flatMap((kind) =>
    command.data[kind]
      ? [
          changed(kind, command.data[kind], ({ visits }) => ({
            visits: withFirst(visits, visitOf(command)),
          })),
        ]
      : [],
  ),
]

const visitOf = ({ id, data, shown, occurred_at: at }: Own) => ({
  id,
  kind: data.kind,
  label: shown.label,
  by: shown.by,
  at,
  note: data.note ?? '',
  planned_on: null,
  next_on: data.next_on ?? null,
  changes: [],
  checklist: shown.checklist ?? null,
  photos: data.photos ?? [],
})

const organisationMoved: Marks = ({ row, data }) => [
  changed('organisation', row, () => ({ address: data.address })),
]

export const HOME_MARKS: Record<string, Marks> = {
  'room.add': roomAdded,
  'room.correct': corrected('room'),
  'room.add_tenure': tenureAdded,
  'room.end_tenure': tenureEnded,
  'household.add': householdAdded,
  'organisation.correct': corrected('organisation'),
  'organisation.move': organisationMoved,
  'visit.record': visited,
}
