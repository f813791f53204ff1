import type { RoomDetail } from '@/data/registry'
import type { Act } from '@/features/registry/later'

export const NEW_HOUSEHOLD = 'new'
export const NO_HOUSEHOLD = ''
/** One that is there already, to which somebody stands in some relation. */
export const isJoined = (household: string): boolean =>
  ![NEW_HOUSEHOLD, NO_HOUSEHOLD].includes(household)

/** GB/T 4761: 本人或户主. */
const HEAD = '0'

type House = Pick<RoomDetail, 'households' | 'people'>

interface Member {
  id: string
  name: string
  kinship: string
}

/** The households of a house, told apart by their heads. */
export function householdChoices({ households, people }: House) {
  return households.map(({ id, head, number }, index) => {
    const name = people.find((person) => person.id === head)?.name
    const told = number ? `户号${number}` : `第${index + 1}户，没有户主`
    return { value: id, label: name ? `${name}家` : told }
  })
}

/** As the page of a person who joins it shows a household; who else is in it the phone knows by their own pages. */
export function householdWith({ households, people }: House, id: string, member: Member) {
  const { number = '', head = null } = households.find((one) => one.id === id) ?? {}
  const isHead = member.kinship === HEAD
  const before = people.filter((one) => one.id === head && one.id !== member.id)
  const first = before.map(({ id: other, name }) => ({
    id: other,
    name,
    kinship: isHead ? '' : HEAD,
  }))
  return { id, number, head: isHead ? member.id : head, members: [...first, member] }
}

/** A household of one's own. */
export function beginning(
  room: { id: string },
  { id, name }: { id: string; name: string },
  number: string,
): Act {
  return {
    kind: 'household.add',
    title: `立户：${name}`,
    data: { room: room.id, head: id, ...(number && { number }) },
    shown: { household: { number, head: id, members: [{ id, name, kinship: HEAD }] } },
  }
}
