import type { AnyDetail, AnyRow, Kind, PersonDetail, PersonRow } from '@/data/registryDesk'
import type { Deed, Field, Values } from '@/features/command/registry/deeds/deed'
import { HOW, roleFields } from '@/features/command/registry/deeds/ofPerson'
import { choicesOf, PART_STATES, ROLES, SERVICES, todayOf } from '@/features/command/registry/words'

interface Act {
  verb: string
  body: Values
}

/** One thing that makes sense for many rows at once. */
export interface BulkDeed {
  key: string
  label: string
  fields: Field[]
  begun: Values
  /** What stands in the way of doing it to this row, as far as the list shows; it is then left alone. */
  isSo?: (row: AnyRow, values: Values) => boolean
  /** Whether a row has to be opened first, for what the list does not show. */
  opens?: boolean
  /** What is told of one row, or null when it is so already. */
  act: (row: AnyRow | AnyDetail, values: Values) => Act | null
}

const SOURCE = HOW.filter(({ name }) => name === 'source')
const fieldOf = (row: object, name: string): unknown => (row as Record<string, unknown>)[name]

const confirmed: BulkDeed = {
  key: 'confirm',
  label: '核实无误：各项都已核对，记为今天核实',
  fields: SOURCE,
  begun: { source: 'DOOR' },
  act: (_, { source }) => ({ verb: 'correct', body: { whole: true, source: source ?? 'DOOR' } }),
}

/** One field of a code list made the same for all; where it is so already nothing is told. */
function correcting(field: Field, opens = false): BulkDeed {
  const { name, label } = field
  const isSo = (row: object, values: Values): boolean => fieldOf(row, name) === values[name]
  return {
    key: `correct ${name}`,
    label: `更正${label}`,
    fields: [{ ...field, required: true }, ...SOURCE],
    begun: { [name]: field.kind === 'choice' ? '' : null, source: 'DOOR' },
    opens,
    isSo: opens ? undefined : isSo,
    act: (row, values) =>
      isSo(row, values)
        ? null
        : {
            verb: 'correct',
            body: { [name]: values[name] ?? '', source: values.source ?? 'DOOR' },
          },
  }
}

const coded = (name: string, label: string, list: string): Field => ({
  name,
  label,
  kind: 'choice',
  list,
})

/** Told as a word, since a tick that is not set says nothing. */
const rented: BulkDeed = {
  key: 'correct rented',
  label: '更正是否出租',
  fields: [
    {
      name: 'rented',
      label: '是否出租',
      kind: 'choice',
      required: true,
      choices: choicesOf({ yes: '出租', no: '不出租' }),
    },
    ...SOURCE,
  ],
  begun: { rented: '', source: 'DOOR' },
  isSo: (row, values) => fieldOf(row, 'rented') === (values.rented === 'yes'),
  act: (_, values) => ({
    verb: 'correct',
    body: { rented: values.rented === 'yes', source: values.source ?? 'DOOR' },
  }),
}

const hasRole = (row: AnyRow, kind: unknown): boolean =>
  (row as PersonRow).roles.some((role) => role === kind)

const addRole = (now: number): BulkDeed => ({
  key: 'add_role',
  label: '加人员类别',
  fields: roleFields(choicesOf(ROLES)),
  begun: { kind: '', from_on: todayOf(now) },
  isSo: (row, { kind }) => hasRole(row, kind ?? null),
  act: (_, values) => ({ verb: 'add_role', body: values }),
})

const endRole = (now: number): BulkDeed => ({
  key: 'end_role',
  label: '结束人员类别',
  fields: [
    { name: 'kind', label: '类别', kind: 'choice', required: true, choices: choicesOf(ROLES) },
    { name: 'to_on', label: '结束日期', kind: 'date', required: true },
  ],
  begun: { kind: '', to_on: todayOf(now) },
  isSo: (row, { kind }) => !hasRole(row, kind ?? null),
  opens: true,
  act: (row, { kind, to_on }) => {
    const role = (row as PersonDetail).roles.find((one) => one.kind === kind && !one.to_on)
    return role ? { verb: 'end_role', body: { role: role.id, to_on: to_on ?? null } } : null
  },
})

const OF: Record<Kind, (now: number) => BulkDeed[]> = {
  people: (now) => [
    addRole(now),
    endRole(now),
    correcting(coded('education', '学历', 'EDUCATION'), true),
    correcting(coded('marriage', '婚姻状况', 'MARRIAGE'), true),
    correcting(coded('political', '政治面貌', 'POLITICAL'), true),
  ],
  rooms: () => [
    rented,
    correcting(coded('use', '房屋用途', 'BUILDING_USE')),
    correcting(coded('hazard', '隐患类型', 'ROOM_HAZARD')),
    correcting(coded('rent_use', '出租用途', 'RENT_USE'), true),
  ],
  buildings: () => [correcting(coded('kind', '建筑用途', 'BUILDING_USE'))],
  organisations: () => [
    correcting(coded('kind', '单位类别', 'ORGANISATION')),
    correcting(coded('hazard', '隐患类型', 'ORG_HAZARD')),
    correcting(coded('attention', '关注程度', 'ATTENTION')),
  ],
  parts: () => [
    correcting({ name: 'state', label: '状态', kind: 'choice', choices: choicesOf(PART_STATES) }),
  ],
  'service-places': () => [
    correcting({ name: 'kind', label: '类型', kind: 'choice', choices: choicesOf(SERVICES) }),
  ],
}

export const bulkDeedsOf = (kind: Kind, now: number): BulkDeed[] => [confirmed, ...OF[kind](now)]

/** As a form wants it. */
export const formOf = (deed: BulkDeed): Deed => ({
  label: '',
  title: deed.label,
  to: { path: '' },
  fields: deed.fields,
  begun: deed.begun,
})
