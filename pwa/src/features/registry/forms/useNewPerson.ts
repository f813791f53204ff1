import { computed, shallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import { addRow, changeRow, type RoomDetail } from '@/data/registry'
import { changesOf, missing, PERSON, type Told } from '@/features/registry/forms/fields'
import { lookAt, lookWhole } from '@/features/registry/forms/look'
import { NEW_HOUSEHOLD, NO_HOUSEHOLD } from '@/features/registry/households'
import { useKept, type IdFor } from '@/features/registry/useKept'

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

type House = Pick<RoomDetail, 'id' | 'rented' | 'households' | 'people'>

const DERIVED = ['sex', 'born_on']

/** Somebody new in a house: on record first, then in the household, then as owner or tenant. */
export function useNewPerson(room: House, done: (said: string) => void) {
  const tried = shallowRef(false)
  const form = useKept<NewPerson>(`new:${room.id}`, blankFor(room), async (now, idFor) => {
    const body = { ...bodyOf(now.told), room: room.id, source: 'DOOR' }
    const { id } = await addRow('people', body, idFor('add', body))
    const left = await rest(room, id, now, idFor)
    done(left ? `已登记，但${left}，请在人员页补上` : '已登记')
  })

  const unmet = computed(() => {
    const { told } = form.values.value
    return { ...missing(PERSON, told), ...lookWhole(told) }
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

function bodyOf(told: Told): Told {
  const body = changesOf(PERSON, {}, told)
  if (lookAt(told).citizen) for (const name of DERIVED) delete body[name]
  return body
}

/**
 * Says which of the later steps was refused: by then the person is on record. A lost line is no
 * refusal; the form stays, and pressing again goes through the same ids.
 */
async function rest(room: House, id: string, now: NewPerson, idFor: IdFor): Promise<string> {
  const lost: string[] = []
  if (!(await goes(() => join(room, id, now, idFor)))) lost.push('与户主关系没有保存')
  if (!(await goes(() => hold(room, id, now.how, idFor)))) lost.push('居住方式没有保存')
  return lost.join('、')
}

async function goes(step: () => Promise<unknown>): Promise<boolean> {
  try {
    await step()
    return true
  } catch (error) {
    if (asRefusal(error).offline) throw error
    return false
  }
}

async function join(room: House, id: string, now: NewPerson, idFor: IdFor): Promise<void> {
  const { household, kinship } = now
  if (household === NEW_HOUSEHOLD) {
    const body = { room: room.id, head: id }
    await addRow('households', body, idFor('begin', body))
  } else if (household !== NO_HOUSEHOLD && kinship) {
    const body = { household, kinship }
    await changeRow('people', id, 'join', body, idFor('join', body))
  }
}

async function hold(room: House, id: string, how: string, idFor: IdFor): Promise<void> {
  if (how === 'LIVES') return
  const body = { person: id, kind: how }
  await changeRow('rooms', room.id, 'add_tenure', body, idFor('hold', body))
}
