import type {
  AnyDetail,
  BuildingDetail,
  OrganisationDetail,
  PartDetail,
  ServicePlaceDetail,
  PersonDetail,
  RoomDetail,
  SourceCode,
} from '@/data/registryDesk'
import { ageOf, day, FIELDS, PART_STATES, SERVICES } from '@/features/command/registry/words'

export interface Fact {
  field: string
  term: string
  words: string
  source: SourceCode
  at: string
  /** Known otherwise than the rest of the row. */
  isOwn: boolean
}

export interface FactGroup {
  title: string
  facts: Fact[]
}

export const UNKNOWN = '未登记'

type Label = (list: string, value: string) => string

/** How a field is known: by itself where it was told apart, else as the whole row is. */
function knownBy(row: AnyDetail, field: string): Pick<Fact, 'source' | 'at' | 'isOwn'> {
  const own = row.sources.find((told) => told.field === field)
  const known = own ?? row
  return { source: known.source, at: known.confirmed_at, isOwn: own !== undefined }
}

const factsOf = (row: AnyDetail, told: Record<string, string | null>): Fact[] =>
  Object.entries(told).map(([field, words]) => ({
    field,
    term: FIELDS[field] ?? '',
    words: words || UNKNOWN,
    ...knownBy(row, field),
  }))

export const isKnown = ({ words }: Fact): boolean => words !== UNKNOWN

function born(person: PersonDetail, now: number): string {
  const age = ageOf(person.born_on, now)
  return age === null ? '' : `${day(person.born_on)}（${age}岁）`
}

const gone = (person: PersonDetail): Record<string, string> => ({
  ...(person.left_on ? { left_on: day(person.left_on) } : {}),
  ...(person.died_on ? { died_on: day(person.died_on) } : {}),
})

const coded = ({ labels }: PersonDetail, ...fields: string[]): Record<string, string> =>
  Object.fromEntries(fields.map((field) => [field, labels[field] ?? '']))

export function personGroups(person: PersonDetail, now: number): FactGroup[] {
  const document = person.document && `${person.labels.doc_kind ?? ''} ${person.document}`
  return [
    {
      title: '基本',
      facts: factsOf(person, {
        name: person.name,
        ...coded(person, 'sex'),
        born_on: born(person, now),
        document,
        phone: person.phone,
        ...coded(person, 'education', 'marriage', 'political'),
        work_place: person.work_place,
        ...gone(person),
      }),
    },
    {
      title: '户籍',
      facts: factsOf(person, {
        household_address: person.household_address,
        household_area: person.labels.household_area || person.household_area,
      }),
    },
  ]
}

export function roomFacts(room: RoomDetail): Fact[] {
  const { labels } = room
  return factsOf(room, {
    number: [room.unit, room.number].filter(Boolean).join(' '),
    floor: room.floor === null ? '' : `${room.floor} 层`,
    area_m2: room.area_m2 === null ? '' : `${room.area_m2} 平方米`,
    use: labels.use ?? '',
    rented: room.rented ? `出租${labels.rent_use ? `（${labels.rent_use}）` : ''}` : '不出租',
    hazard: labels.hazard ?? '',
    plate_code: room.plate_code,
    std_address_code: room.std_address_code,
  })
}

export const buildingFacts = (building: BuildingDetail, label: Label): Fact[] =>
  factsOf(building, {
    address: building.address,
    kind: label('BUILDING_USE', building.kind),
    floors: building.floors === null ? '' : `${building.floors} 层`,
    unit: building.units.join('、'),
    std_address_code: building.std_address_code,
  })

export function organisationFacts(organisation: OrganisationDetail): Fact[] {
  const { labels } = organisation
  return factsOf(organisation, {
    uscc: organisation.uscc,
    kind: labels.kind ?? '',
    address: organisation.address,
    phone: organisation.phone,
    staff: organisation.staff === null ? '' : `${organisation.staff} 人`,
    hazard: labels.hazard ?? '',
    attention: labels.attention ?? '',
    ...(organisation.closed_on ? { closed_on: day(organisation.closed_on) } : {}),
  })
}

export const partFacts = (part: PartDetail, label: Label): Fact[] =>
  factsOf(part, {
    code: part.code,
    kind: label('PART', part.kind),
    state: PART_STATES[part.state] ?? '',
    owner: part.owner?.name ?? '',
    maintainer: part.maintainer?.name ?? '',
  })

export const servicePlaceFacts = (place: ServicePlaceDetail): Fact[] =>
  factsOf(place, {
    kind: SERVICES[place.kind],
    address: place.address,
    phone: place.phone,
    hours: place.hours,
  })
