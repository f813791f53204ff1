import { computed, shallowRef, type Ref } from 'vue'
import { Refusal } from '@/data/refusal'
import { changeRow, type DetailOf, type RegistryKind } from '@/data/registry'
import {
  changesOf,
  missing,
  ORGANISATION,
  PERSON,
  ROOM,
  toldOf,
  type Told,
} from '@/features/registry/forms/fields'
import { lookAt, lookWhole } from '@/features/registry/forms/look'
import { useKept } from '@/features/registry/useKept'

const FIELDS = { people: PERSON, rooms: ROOM, organisations: ORGANISATION }
const DERIVED = ['sex', 'born_on']

interface Ends {
  done: () => void
  movedOn: () => void
}

/** Only what was changed is kept and sent: what others changed meanwhile shows through, and stays. */
export function useEdit(kind: RegistryKind, row: Ref<DetailOf[RegistryKind]>, ends: Ends) {
  const fields = FIELDS[kind]
  const before = computed(() => toldOf(fields, row.value))
  const tried = shallowRef(false)

  const form = useKept<Told>(`edit:${kind}:${row.value.id}`, {}, async (changed, idFor) => {
    const said = changesOf(fields, before.value, { ...before.value, ...changed })
    if (kind === 'people' && lookAt(changed).citizen) for (const name of DERIVED) delete said[name]
    if (Object.keys(said).length > 0) {
      const body = { ...said, source: 'DOOR', version: row.value.version }
      await changeRow(kind, row.value.id, 'correct', body, idFor('correct', body))
    }
    ends.done()
  })

  const told = computed({
    get: (): Told => ({ ...before.value, ...form.values.value }),
    set: (now: Told) => {
      const changed = Object.entries(now).filter(([name, value]) => value !== before.value[name])
      form.values.value = Object.fromEntries(changed)
    },
  })

  const unmet = computed(() => ({ ...missing(fields, told.value), ...lookWhole(told.value) }))
  const wrong = computed(() => ({ ...(tried.value && unmet.value), ...form.wrong.value }))

  async function submit(): Promise<void> {
    tried.value = true
    if (Object.keys(unmet.value).length > 0) return
    await form.submit()
    if (form.refusal.value?.more.version === undefined) return
    form.refusal.value = new Refusal(
      'moved_on',
      '资料刚被别人修改过，已换成最新的；您改的内容还在，请核对后再保存',
    )
    ends.movedOn()
  }

  return { ...form, fields, told, wrong, submit }
}
