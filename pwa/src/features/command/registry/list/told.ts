import type {
  AnyRow,
  Kind,
  OrganisationRow,
  PartRow,
  PersonRow,
  RoomRow,
  RowOf,
  ServicePlaceRow,
} from '@/data/registryDesk'
import {
  ageOf,
  ORG_ROLES,
  PART_STATES,
  ROLES,
  SERVICES,
  SEXES,
} from '@/features/command/registry/words'

interface Told {
  title: string
  /** Beside the title. */
  aside: string
  /** The line beneath. */
  line: string
  end: string
  flags: { words: string; tone: 'plain' | 'warn' | 'bad' }[]
}

type Labels = (list: string, value: string) => string

const joined = (...parts: (string | null | false | undefined)[]): string =>
  parts.filter(Boolean).join(' · ')
const aged = (bornOn: string | null, now: number): string => {
  const age = ageOf(bornOn, now)
  return age === null ? '' : `${age}岁`
}

function person(row: PersonRow, now: number): Told {
  const gone = row.died_on ? '已去世' : row.left_on ? '已迁出' : ''
  return {
    title: row.name,
    aside: joined(SEXES[row.sex], aged(row.born_on, now)),
    line: row.room?.address ?? '没有登记住处',
    end: row.document,
    flags: [
      ...(gone ? [{ words: gone, tone: 'bad' as const }] : []),
      ...row.roles.map((role) => ({ words: ROLES[role], tone: 'plain' as const })),
    ],
  }
}

function room(row: RoomRow, label: Labels): Told {
  const hazard = row.hazard && row.hazard !== '00' ? label('ROOM_HAZARD', row.hazard) : ''
  return {
    title: row.address,
    aside: '',
    line: joined(label('BUILDING_USE', row.use), row.people ? `住 ${row.people} 人` : '无人居住'),
    end: row.plate_code ?? '',
    flags: [
      ...(row.rented ? [{ words: '出租', tone: 'plain' as const }] : []),
      ...(hazard ? [{ words: `${hazard}隐患`, tone: 'bad' as const }] : []),
    ],
  }
}

function organisation(row: OrganisationRow, label: Labels): Told {
  const hazard = row.hazard && row.hazard !== '00' ? label('ORG_HAZARD', row.hazard) : ''
  const head = row.people[0]
  return {
    title: row.name,
    aside: '',
    line: row.address,
    end: head ? `${ORG_ROLES[head.role]} ${head.name}` : '',
    flags: [
      ...(row.closed_on ? [{ words: '已停业', tone: 'bad' as const }] : []),
      ...(row.kind ? [{ words: label('ORGANISATION', row.kind), tone: 'plain' as const }] : []),
      ...(hazard ? [{ words: `${hazard}隐患`, tone: 'bad' as const }] : []),
    ],
  }
}

function part(row: PartRow, label: Labels): Told {
  const isGood = row.state === 'GOOD'
  return {
    title: row.name,
    aside: row.name === label('PART', row.kind) ? '' : label('PART', row.kind),
    line: row.code,
    end: row.maintainer ? `养护 ${row.maintainer.name}` : '',
    flags: [{ words: PART_STATES[row.state] ?? '', tone: isGood ? 'plain' : 'warn' }],
  }
}

const servicePlace = (row: ServicePlaceRow): Told => ({
  title: row.name,
  aside: '',
  line: row.address || '没有登记地址',
  end: row.phone,
  flags: [{ words: SERVICES[row.kind], tone: 'plain' }],
})

const building = (row: RowOf['buildings'], label: Labels): Told => ({
  title: row.name,
  aside: label('BUILDING_USE', row.kind),
  line: row.address,
  end: row.floors === null ? '' : `${row.floors} 层`,
  flags: [],
})

/** What a row says of itself in the list, whatever it is a row of. */
export function toldOf(kind: Kind, row: AnyRow, now: number, label: Labels): Told {
  const tell: { [K in Kind]: (row: RowOf[K]) => Told } = {
    people: (one) => person(one, now),
    rooms: (one) => room(one, label),
    buildings: (one) => building(one, label),
    organisations: (one) => organisation(one, label),
    parts: (one) => part(one, label),
    'service-places': servicePlace,
  }
  return (tell[kind] as (row: AnyRow) => Told)(row)
}
