import type { PersonDetail } from '@/data/registryDesk'
import { isKnown, personGroups, UNKNOWN, type Fact } from '@/features/command/registry/record/facts'
import { day, ROLES } from '@/features/command/registry/words'

export interface Compared {
  term: string
  kept: string
  other: string
  /** Both are known and not the same: what the other says is not taken over. */
  differs: boolean
  /** Only the other knows it: the kept one takes it over. */
  fills: boolean
}

const NONE = '无'
const UNTAKEN = new Set(['姓名', '性别'])

const rolesOf = ({ roles }: PersonDetail): string =>
  roles
    .filter(({ to_on }) => to_on === null)
    .map(({ kind, from_on }) => `${ROLES[kind]}（${day(from_on)} 起）`)
    .join('、') || NONE

function row(term: string, kept: string, other: string): Compared {
  return { term, kept, other, differs: kept !== other, fills: false }
}

function fact(one: Fact, two: Fact | undefined): Compared {
  const other = two?.words ?? UNKNOWN
  const areKnown = isKnown(one) && other !== UNKNOWN
  const fills = !isKnown(one) && other !== UNKNOWN && !UNTAKEN.has(one.term)
  return { term: one.term, kept: one.words, other, differs: areKnown && one.words !== other, fills }
}

const factsOf = (person: PersonDetail, now: number): Fact[] =>
  personGroups(person, now).flatMap(({ facts }) => facts)

/** Two records of perhaps one person, fact by fact. */
export function compare(kept: PersonDetail, other: PersonDetail, now: number): Compared[] {
  const theirs = new Map(factsOf(other, now).map((one) => [one.field, one]))
  return [
    ...factsOf(kept, now).map((one) => fact(one, theirs.get(one.field))),
    row('现住', kept.room?.address ?? NONE, other.room?.address ?? NONE),
    row('网格', kept.grid.name, other.grid.name),
    row('类别', rolesOf(kept), rolesOf(other)),
    row('家庭', familyOf(kept), familyOf(other)),
    row('走访', `${kept.visits.length} 次`, `${other.visits.length} 次`),
  ]
}

const familyOf = ({ household }: PersonDetail): string =>
  household ? `${household.members.length} 人一户` : NONE
