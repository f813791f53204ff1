import type { OrganisationRow, PersonRow, RegistryKind, RoomRow } from '@/data/registry'
import { doorName, ROLES, sexAge } from '@/features/registry/words'

interface Line {
  title: string
  beside: string
  below: string
  tags: { label: string; tone: 'plain' | 'bad' | 'warn' | 'calm' }[]
}

const HAZARDS: Record<string, string> = { '01': '治安隐患', '02': '消防隐患', '99': '有隐患' }

/** A row of the list in two lines and its tags. */
export function linesOf(kind: RegistryKind, row: object, now: number): Line {
  if (kind === 'rooms') return ofRoom(row as RoomRow)
  if (kind === 'people') return ofPerson(row as PersonRow, now)
  return ofOrganisation(row as OrganisationRow)
}

function ofRoom(room: RoomRow): Line {
  return {
    title: doorName(room),
    beside: room.people ? `${room.people}人` : '无人居住',
    below: room.address,
    tags: [...(room.rented ? [plain('出租')] : []), ...hazard(room.hazard)],
  }
}

function ofPerson(person: PersonRow, now: number): Line {
  const gone = person.died_on ? '已去世' : person.left_on ? '已迁出' : ''
  return {
    title: person.name,
    beside: sexAge(person, now),
    below: person.room?.address ?? '住址未登记',
    tags: [
      ...(gone ? [{ label: gone, tone: 'calm' as const }] : []),
      ...person.roles.map((role) => plain(ROLES[role])),
    ],
  }
}

function ofOrganisation(organisation: OrganisationRow): Line {
  const { staff, address, closed_on: closed } = organisation
  return {
    title: organisation.name,
    beside: staff === null ? '' : `${staff}人`,
    below: address,
    tags: [
      ...(closed ? [{ label: '已停业', tone: 'calm' as const }] : []),
      ...hazard(organisation.hazard),
    ],
  }
}

const plain = (label: string): Line['tags'][number] => ({ label, tone: 'plain' })

const hazard = (code: string): Line['tags'] =>
  code && code !== '00' ? [{ label: HAZARDS[code] ?? '有隐患', tone: 'bad' }] : []
