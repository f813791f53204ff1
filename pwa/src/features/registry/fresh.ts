import type { BuildingRow, RoomDetail } from '@/data/registry'
import { maskDocument, maskPhone } from '@/data/masking'
import { lookAt } from '@/features/registry/forms/look'
import type { Field, Told } from '@/features/registry/forms/fields'
import { labelOf } from '@/features/registry/here'
import { normalNumber } from '@/data/citizen'
import type { Body } from '@/sync/wire'

/** Rows as this phone shows them before the server has told of them. */

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Numbers as they are shown, and what a citizen's number says of its holder. */
export function masked(told: Body): Body {
  const { document, phone } = told
  const { citizen } = lookAt(told as Told)
  return {
    ...('document' in told && { document: maskDocument(normalNumber(textOf(document))) }),
    ...('phone' in told && { phone: maskPhone(normalNumber(textOf(phone))) }),
    ...(citizen && { sex: citizen.sex, born_on: citizen.bornOn }),
  }
}

/** What the codes among these fields mean; of a place only the server knows the name. */
export async function labelsOf(fields: Field[], told: Body): Promise<Record<string, string>> {
  const coded = fields.filter(({ list, name }) => list && name in told)
  const labels = coded.map(async ({ list = '', name }): Promise<[string, string]> => [
    name,
    await labelOf(list, told[name]),
  ])
  return {
    ...Object.fromEntries(await Promise.all(labels)),
    ...('household_area' in told && { household_area: '' }),
  }
}

const known = (): Body => ({
  source: 'DOOR',
  confirmed_at: new Date().toISOString(),
  version: 0,
  visits: [],
  sources: [],
})

const PERSON: Body = {
  sex: '',
  born_on: null,
  document: '',
  phone: '',
  doc_kind: '',
  education: '',
  marriage: '',
  political: '',
  work_place: '',
  household_area: '',
  household_address: '',
  kinship: '',
  left_on: null,
  died_on: null,
  roles: [],
  tenures: [],
  household: null,
  merged: [],
  merged_into: null,
  care: { consents: [], requests: [] },
  may: [
    'correct',
    'move',
    'leave',
    'add_role',
    'end_role',
    'join',
    'part',
    'consent',
    'withdraw_consent',
    'ask',
  ],
}

export const freshPerson = (
  told: Body,
  room: Pick<RoomDetail, 'id' | 'address'>,
  labels: Record<string, string>,
): Body => ({
  ...PERSON,
  ...known(),
  ...told,
  ...masked(told),
  labels,
  room: { id: room.id, address: room.address },
})

const ROOM: Body = {
  unit: '',
  floor: null,
  plate_code: null,
  use: '',
  rented: false,
  hazard: '',
  area_m2: null,
  rent_use: '',
  std_address_code: '',
  people: [],
  tenures: [],
  households: [],
  may: ['correct', 'add_tenure', 'end_tenure'],
}

/** Its address as the server will make it when none is told. */
export function freshRoom(
  told: Body,
  building: Pick<BuildingRow, 'id' | 'name' | 'address'>,
  labels: Record<string, string>,
): Body {
  const [unit, number] = [textOf(told.unit), textOf(told.number)]
  return {
    ...ROOM,
    ...known(),
    ...told,
    labels,
    building: { id: building.id, name: building.name },
    address: textOf(told.address) || `${building.address}${building.name}${unit}${number}室`,
  }
}

export const freshBuilding = (told: Body): Body => ({
  kind: '',
  floors: null,
  std_address_code: '',
  units: [],
  rooms: 0,
  may: ['correct', 'add_room'],
  ...known(),
  ...told,
})

export const freshOrganisation = (told: Body, labels: Record<string, string>): Body => ({
  uscc: '',
  kind: '',
  staff: null,
  hazard: '',
  attention: '',
  closed_on: null,
  people: [],
  may: ['correct', 'move'],
  ...known(),
  ...told,
  ...masked({ phone: '', ...told }),
  labels,
})
