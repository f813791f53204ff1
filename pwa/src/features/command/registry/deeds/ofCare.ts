import type { Care } from '@/data/registry'
import type { PersonDetail } from '@/data/registryDesk'
import type { Deed } from '@/features/command/registry/deeds/deed'
import { choicesOf, REQUESTS, VISITS } from '@/features/command/registry/words'

export const toPerson = ({ id }: PersonDetail, verb: string) => ({
  kind: 'people' as const,
  id,
  verb,
})

export const join = (person: PersonDetail, households: { id: string; label: string }[]): Deed => ({
  label: '入户',
  title: '加入一户',
  to: toPerson(person, 'join'),
  fields: [
    {
      name: 'household',
      label: '户',
      kind: 'choice',
      required: true,
      choices: households.map(({ id, label }) => ({ value: id, label })),
    },
    { name: 'kinship', label: '与户主关系', kind: 'choice', required: true, list: 'KINSHIP' },
  ],
  begun: { household: '', kinship: '' },
})

export const found = (person: PersonDetail): Deed => ({
  label: '立户',
  title: '在现住处立户',
  to: { path: 'households' },
  fields: [{ name: 'number', label: '户号', kind: 'text', longest: 20, hint: '可不填' }],
  begun: { number: '' },
  fixed: { room: person.room?.id ?? null, head: person.id },
  words: '此人将成为新户的户主。',
  unversioned: true,
})

export const partWith = (person: PersonDetail): Deed => ({
  label: '离户',
  title: '离开这一户',
  to: toPerson(person, 'part'),
  fields: [],
  begun: {},
  words: '此人不再属于这一户，住处不变。确定吗？',
})

/** One deed for each text that this person has not agreed to as it now stands. */
export const consents = (person: PersonDetail, { texts, consents: given }: Care): Deed[] =>
  texts
    .filter(
      ({ key, version }) =>
        !given.some((one) => one.key === key && one.version === version && !one.withdrawn_at),
    )
    .map(({ key, version, title, paragraphs }) => ({
      label: '已告知并同意',
      title: `登记同意：${title}`,
      to: toPerson(person, 'consent'),
      fields: [],
      begun: {},
      fixed: { text_key: key, text_version: version },
      words: [...paragraphs, `版本 ${version}。请向本人读明以上内容，本人同意后再登记。`].join(
        '\n',
      ),
      unversioned: true,
    }))

export const withdrawals = (person: PersonDetail, { consents: given }: Care): Deed[] =>
  given
    .filter(({ withdrawn_at }) => !withdrawn_at)
    .map(({ key, title }) => ({
      label: '登记撤回',
      title: `登记撤回：${title}`,
      to: toPerson(person, 'withdraw_consent'),
      fields: [],
      begun: {},
      fixed: { text_key: key },
      words: '本人撤回同意后，撤回前已经办理的仍然有效。确定登记吗？',
      danger: true,
      unversioned: true,
    }))

export const ask = (person: PersonDetail): Deed => ({
  label: '提交',
  title: '代本人提出申请',
  to: toPerson(person, 'ask'),
  fields: [
    {
      name: 'kind',
      label: '申请类型',
      kind: 'choice',
      required: true,
      choices: choicesOf(REQUESTS),
    },
    { name: 'text', label: '申请内容', kind: 'long', required: true },
  ],
  begun: { kind: 'CORRECTION', text: '' },
  unversioned: true,
})

export const visit = (whom: 'person' | 'room' | 'organisation', id: string): Deed => ({
  label: '登记走访',
  title: '登记走访',
  to: { path: 'visits' },
  fields: [
    { name: 'kind', label: '走访类型', kind: 'choice', required: true, choices: choicesOf(VISITS) },
    { name: 'note', label: '走访情况', kind: 'long' },
    { name: 'next_on', label: '下次走访', kind: 'date', hint: '可不填' },
  ],
  begun: { kind: 'COLLECT', note: '', next_on: null },
  fixed: { [whom]: id },
  unversioned: true,
})
