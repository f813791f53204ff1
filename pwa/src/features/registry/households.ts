import type { RoomDetail } from '@/data/registry'

export const NEW_HOUSEHOLD = 'new'
export const NO_HOUSEHOLD = ''

type House = Pick<RoomDetail, 'households' | 'people'>

/** The households of a house, told apart by their heads. */
export function householdChoices({ households, people }: House) {
  return households.map(({ id, head, number }, index) => {
    const name = people.find((person) => person.id === head)?.name
    const told = number ? `户号${number}` : `第${index + 1}户，没有户主`
    return { value: id, label: name ? `${name}家` : told }
  })
}
