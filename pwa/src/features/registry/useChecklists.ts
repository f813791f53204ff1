import { computed } from 'vue'
import type { RegistryKind, Visit, VisitKind } from '@/data/registry'
import { SUBJECTS } from '@/features/registry/here'
import { useRows } from '@/sync/access'
import { listOf, textOf } from '@/sync/mark'
import type { Body } from '@/sync/wire'

export interface Question {
  key: string
  label: string
  must?: boolean
  /** Answered in words. */
  text?: boolean
  options?: [value: string, label: string, tone?: 'bad'][]
}

export interface Checklist {
  key: string
  version: string
  title: string
  of: 'person' | 'room' | 'organisation'
  /** Of people who are one of these. */
  roles?: string[]
  /** Of houses that are so. */
  when?: { rented?: boolean; hazard?: boolean }
  visit: VisitKind
  /** After how many days one usually comes again. */
  days: number
  questions: Question[]
}

export type Answers = Record<string, string>

/** The lists for one kind of row, those that fit this very one first. */
export function useChecklists(kind: RegistryKind, row: object) {
  const editions = useRows('checklists')
  const lists = computed(() =>
    editions.value
      .flatMap(({ body }) => (body.rows as Checklist[] | undefined) ?? [])
      .filter(({ of }) => of === SUBJECTS[kind]),
  )
  return computed(() => {
    const fitting = lists.value.filter((list) => fits(list, row as Body))
    return { fitting, others: lists.value.filter((list) => !fitting.includes(list)) }
  })
}

export function fits({ of, roles = [], when = {} }: Checklist, row: Body): boolean {
  if (of === 'organisation') return true
  return of === 'room' ? isSo(when, row) : isOne(roles, row)
}

const isSo = ({ rented, hazard }: NonNullable<Checklist['when']>, row: Body): boolean =>
  [rented && row.rented === true, hazard && !!row.hazard && row.hazard !== '00'].some(Boolean)

const isOne = (roles: string[], row: Body): boolean =>
  listOf(row.roles).some(({ kind, to_on: end }) => end === null && roles.includes(textOf(kind)))

/** What must be answered and is not. */
export const unanswered = ({ questions }: Checklist, answers: Answers): string[] =>
  questions.filter(({ key, must }) => must && !answers[key]).map(({ key }) => key)

/** Only what this list asks: what was answered to another one is left behind. */
export function answersTo({ questions }: Checklist, answers: Answers): Answers {
  const told = questions.flatMap(({ key }): [string, string][] => {
    const said = (answers[key] ?? '').trim().replace(/\s*[\r\n]+\s*/g, ' ')
    return said ? [[key, said]] : []
  })
  return Object.fromEntries(told)
}

/** As the server will tell it. */
export function asTold(list: Checklist, answers: Answers): NonNullable<Visit['checklist']> {
  const { key, version, title, questions } = list
  const said = questions.flatMap(({ key: one, label, options = [] }) => {
    const value = answers[one]
    if (!value) return []
    const [, words = value, tone] = options.find(([option]) => option === value) ?? []
    return [{ key: one, label, value, said: words, bad: tone === 'bad' }]
  })
  return { key, version, title, answers: said }
}

/** What needs looking after first; the rest in one line. */
export function checklistLines(told: Visit['checklist'] | undefined): string[] {
  if (!told) return []
  const words = (isBad: boolean): string =>
    told.answers
      .filter(({ bad }) => bad === isBad)
      .map(({ label, said }) => `${label}：${said}`)
      .join('；')
  return [
    words(true) && `要注意 ${words(true)}`,
    [told.title, words(false)].filter(Boolean).join(' '),
  ].filter(Boolean)
}

/** The answers of the newest visit with this list, to be seen beside the new ones. */
export const lastAnswers = (list: Checklist, visits: Visit[]): Record<string, string> => {
  const last = visits.find(({ checklist }) => checklist?.key === list.key)?.checklist
  return Object.fromEntries(last?.answers.map(({ key, said }) => [key, said]) ?? [])
}
