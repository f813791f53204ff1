import { computed, shallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import type { RoomDetail } from '@/data/registry'
import { changesOf, missing, PERSON, type Told } from '@/features/registry/forms/fields'
import { lookAt, lookWhole } from '@/features/registry/forms/look'
import { freshPerson, labelsOf } from '@/features/registry/fresh'
import {
  beginning,
  householdWith,
  isJoined,
  NEW_HOUSEHOLD,
  NO_HOUSEHOLD,
} from '@/features/registry/households'
import { wordsFor, worst, type Act, type Told as Step } from '@/features/registry/later'
import { useKept, type Keep } from '@/features/registry/useKept'
import { doorName } from '@/features/registry/words'

export const HOW = [
  { value: 'OWNER', label: '自有住房' },
  { value: 'TENANT', label: '租住' },
  { value: 'REGISTERED', label: '户籍在此' },
  { value: 'LIVES', label: '仅居住' },
]

interface NewPerson {
  told: Told
  household: string
  kinship: string
  how: string
}

type House = Pick<
  RoomDetail,
  'id' | 'rented' | 'households' | 'people' | 'address' | 'building' | 'unit' | 'number'
>

/** Who was put on record in the first step. */
interface Added {
  id: string
  name: string
}

const DERIVED = ['sex', 'born_on']

/** Somebody new in a house: on record first, then in the household, then as owner or tenant. */
export function useNewPerson(room: House, done: (said: string) => void) {
  const tried = shallowRef(false)
  const where = { what: `new:${room.id}`, path: `/registry/rooms/${room.id}/new` }
  const form = useKept<NewPerson>(where, blankFor(room), async (now, keep) => {
    const first = await keep('add', await addition(room, now.told))
    const person = { id: first.id, name: String(now.told.name).trim() }
    const { steps, lost } = await rest(room, person, now, keep)
    const left = lost.join('、')
    done(left ? `已登记，但${left}，请在人员页补上` : wordsFor(worst(first, ...steps), '已登记'))
  })

  const unmet = computed(() => {
    const { told } = form.values.value
    return { ...missing(PERSON, told), ...lookWhole(told), ...unrelated(form.values.value) }
  })
  const wrong = computed(() => ({ ...(tried.value && unmet.value), ...form.wrong.value }))

  async function submit(): Promise<void> {
    tried.value = true
    if (Object.keys(unmet.value).length === 0) await form.submit()
  }

  return { ...form, wrong, submit }
}

/** In an empty house the first one is its head; in a rented one, a tenant. */
const blankFor = (room: House): NewPerson => ({
  told: {},
  household: room.households[0]?.id ?? (room.people.length ? NO_HOUSEHOLD : NEW_HOUSEHOLD),
  kinship: '',
  how: room.rented ? 'TENANT' : 'LIVES',
})

/** Nobody joins a household without a relation, and whoever is shown to join one is not to be left out of it. */
const unrelated = ({ household, kinship }: NewPerson): Record<string, string> =>
  isJoined(household) && !kinship ? { kinship: '请选择与户主关系，不清楚可选“其他”' } : {}

async function addition(room: House, told: Told): Promise<Act> {
  const said = changesOf(PERSON, {}, told)
  if (lookAt(told).citizen) for (const name of DERIVED) delete said[name]
  return {
    kind: 'person.add',
    title: `登记：${String(said.name)}（${doorName(room)}）`,
    data: { ...said, room: room.id, source: 'DOOR' },
    shown: freshPerson(said, room, await labelsOf(PERSON, said)),
  }
}

/** Says which of the later steps was refused: by then the person is on record. */
async function rest(room: House, person: Added, now: NewPerson, keep: Keep) {
  const steps: Step[] = []
  const lost: string[] = []
  const later: [step: string, act: Act | null, failed: string][] = [
    ['join', joining(room, person, now), '与户主关系没有保存'],
    ['hold', holding(room, person, now.how), '居住方式没有保存'],
  ]
  for (const [step, act, failed] of later)
    if (act) await keep(step, act).then((told) => steps.push(told), failedAs(lost, failed))
  return { steps, lost }
}

/** What could not even be kept on the phone is no refusal: the form stays, and goes on where it was. */
const failedAs = (lost: string[], failed: string) => (error: unknown) => {
  if (asRefusal(error).code === 'not_kept') throw error
  lost.push(failed)
}

function joining(room: House, person: Added, { household, kinship }: NewPerson): Act | null {
  if (household === NEW_HOUSEHOLD) return beginning(room, person, '')
  if (household === NO_HOUSEHOLD) return null
  return {
    kind: 'person.join',
    title: `入户：${person.name}`,
    row: person.id,
    data: { household, kinship },
    old: { household: null },
    shown: { household: householdWith(room, household, { ...person, kinship }) },
  }
}

function holding(room: House, person: Added, how: string): Act | null {
  if (how === 'LIVES') return null
  return {
    kind: 'room.add_tenure',
    title: `${HOW.find(({ value }) => value === how)?.label ?? ''}：${person.name}`,
    row: room.id,
    data: { person: person.id, kind: how },
    shown: {
      label: HOLDERS[how] ?? '',
      person,
      room: { id: room.id, address: room.address },
    },
  }
}

const HOLDERS: Record<string, string> = {
  OWNER: '产权人',
  TENANT: '承租人',
  REGISTERED: '户籍在此',
}
