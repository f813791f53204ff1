import { ORGANISATION, PERSON, ROOM, type Field } from '@/features/registry/forms/fields'
import { labelOf } from '@/features/registry/here'
import { fieldLabel } from '@/features/sync/words'
import type { phone } from '@/sync/access'
import { textOf } from '@/sync/mark'
import type { Outcome } from '@/sync/wire'

type Phone = Awaited<ReturnType<typeof phone>>

const FIELDS: Record<string, Field[]> = { person: PERSON, room: ROOM, organisation: ORGANISATION }

const fieldOf = (kind: string, name: string): Field | undefined =>
  FIELDS[kind.split('.')[0] ?? '']?.find((field) => field.name === name)

/** As the form calls it. */
export const labelIn = (kind: string, name: string): string =>
  fieldOf(kind, name)?.label ?? fieldLabel(name)

/** What codes and links mean to people, by field and side; what says itself is left out. */
export async function wordsOf(
  one: Phone,
  kind: string,
  fields: Outcome['fields'],
): Promise<Record<string, string>> {
  const told: Record<string, string> = {}
  for (const [name, values] of Object.entries(fields))
    for (const side of ['mine', 'theirs'] as const) {
      const words = await wordOf(one, name, values[side], fieldOf(kind, name)?.list)
      if (words) told[`${name}:${side}`] = words
    }
  return told
}

async function wordOf(one: Phone, name: string, value: unknown, list?: string): Promise<string> {
  if (list) return labelOf(list, value)
  if (name === 'household') return value ? '另一户' : '不在任何一户'
  if (name !== 'room' || !value) return ''
  return textOf((await one.row('room', textOf(value)))?.body.address) || '网格外的房屋'
}
