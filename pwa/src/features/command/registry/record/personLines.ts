import { dayTime } from '@/data/clock'
import type { Care } from '@/data/registry'
import type { PersonDetail } from '@/data/registryDesk'
import type { Line } from '@/features/command/registry/record/LineList.vue'
import { day } from '@/features/command/registry/words'

type Label = (list: string, value: string) => string

const span = (from: string, to: string | null): string =>
  to ? `${day(from)} 至 ${day(to)}` : `${day(from)} 起`

const GRADES: Partial<Record<string, string>> = {
  DISABLED: 'DISABILITY',
  HARDSHIP: 'HARDSHIP',
  LEFT_BEHIND: 'LEFT_BEHIND',
  LIVING_ALONE: 'HEALTH',
}

export function roleLines(person: PersonDetail, label: Label): Line[] {
  const mayEnd = person.may.includes('end_role')
  return person.roles.map((role) => ({
    key: role.id,
    title: role.label,
    aside: [
      label(GRADES[role.kind] ?? '', role.grade),
      label('INFLOW', role.inflow),
      label('PERMIT', role.permit),
      label('LODGING', role.lodging),
      role.due_on && `${role.kind === 'PREGNANT' ? '预产期' : '到期'} ${day(role.due_on)}`,
    ]
      .filter(Boolean)
      .join(' · '),
    note: role.note,
    end: span(role.from_on, role.to_on),
    isPast: role.to_on !== null,
    act: mayEnd && role.to_on === null ? '结束' : undefined,
  }))
}

/** Where one lives now stands above; here is what else ties to a house, and what once did. */
export const tenureLines = (person: PersonDetail): Line[] =>
  person.tenures.map((tenure) => ({
    key: tenure.id,
    title: tenure.room.address,
    aside: tenure.label,
    end: span(tenure.from_on, tenure.to_on),
    isPast: tenure.to_on !== null,
    opens: { kind: 'rooms', id: tenure.room.id },
  }))

export const memberLines = (person: PersonDetail, label: Label): Line[] =>
  (person.household?.members ?? []).map(({ id, name, kinship }) => ({
    key: id,
    title: id === person.id ? `${name}（本人）` : name,
    aside: kinship ? label('KINSHIP', kinship) : '与户主关系未登记',
    opens: id === person.id ? undefined : { kind: 'people', id },
  }))

/** What this person agreed to, and asked for. */
export const careLines = ({ consents, requests }: Care, now: number): Line[] => [
  ...consents.map((one) => ({
    key: `${one.key} ${one.given_at}`,
    title: one.title,
    aside: `版本 ${one.version}`,
    end: one.withdrawn_at
      ? `${dayTime(one.withdrawn_at, now)} 撤回`
      : `${dayTime(one.given_at, now)} 同意`,
    isPast: one.withdrawn_at !== null,
  })),
  ...requests.map((one) => ({
    key: one.id,
    title: `${one.kind_label}申请`,
    aside: one.state_label,
    note: [one.text, one.answer && `答复：${one.answer}`].filter(Boolean).join('\n'),
    end: `${dayTime(one.asked_at, now)} 提出`,
  })),
]
