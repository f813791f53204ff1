import { computed, shallowRef, type Ref } from 'vue'
import type { RegistryKind } from '@/data/registry'
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
import { labelsOf, masked } from '@/features/registry/fresh'
import { SUBJECTS, type Shown } from '@/features/registry/here'
import type { Act, How } from '@/features/registry/later'
import { useKept } from '@/features/registry/useKept'
import { doorName } from '@/features/registry/words'
import { idOf } from '@/sync/mark'
import type { Body } from '@/sync/wire'

const FIELDS = { people: PERSON, rooms: ROOM, organisations: ORGANISATION }
const DERIVED = ['sex', 'born_on']

type Row = Shown<RegistryKind>

const nameOf = (row: Row): string => ('name' in row ? row.name : doorName(row))

/** Only what was changed is kept and told, with what stood there: what others changed meanwhile shows through, and stays. */
export function useEdit(kind: RegistryKind, row: Ref<Row>, done: (how: How) => void) {
  const fields = FIELDS[kind]
  const before = computed(() => toldOf(fields, row.value))
  const tried = shallowRef(false)
  const where = {
    what: `edit:${kind}:${row.value.id}`,
    path: `/registry/${kind}/${row.value.id}/edit`,
  }

  const form = useKept<Told>(where, {}, async (changed, keep) => {
    const said = changesOf(fields, before.value, { ...before.value, ...changed })
    if (kind === 'people' && lookAt(changed).citizen) for (const name of DERIVED) delete said[name]
    if (Object.keys(said).length === 0) return done('done')
    done((await keep('correct', await correctionOf(kind, row.value, said))).how)
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
    if (Object.keys(unmet.value).length === 0) await form.submit()
  }

  return { ...form, fields, told, wrong, submit }
}

/** `old` is what the worker saw in each field, numbers masked as they were shown. */
async function correctionOf(kind: RegistryKind, row: Row, said: Told): Promise<Act> {
  const stood = row as unknown as Body
  const labels = await labelsOf(FIELDS[kind], said)
  return {
    kind: `${SUBJECTS[kind]}.correct`,
    title: `修改：${nameOf(row)}`,
    row: row.id,
    data: { ...said, source: 'DOOR' },
    old: Object.fromEntries(Object.keys(said).map((name) => [name, stood[name] ?? null])),
    shown: {
      ...masked(said),
      labels: { ...row.labels, ...labels },
      ...(kind === 'people' && { home: idOf(stood.room) }),
    },
  }
}
