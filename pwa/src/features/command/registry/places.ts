import type { Posting } from '@/data/types'

/** Whoever sees no people has no registry: handlers come for one matter, auditors for the accesses. */
const BLIND = new Set(['HANDLER', 'AUDITOR'])
const EDITING = new Set(['ACCEPTOR', 'DISPATCHER', 'SHIFT_LEAD', 'ADMIN'])
const SETTLING = new Set(['ACCEPTOR', 'DISPATCHER', 'SHIFT_LEAD'])
const ANSWERING = new Set(['LEADER', 'ADMIN'])

interface Place {
  to: string
  label: string
}

const OFFERED: [place: Place, may: (role: string) => boolean][] = [
  [{ to: '/registry', label: '查询' }, (role) => !BLIND.has(role)],
  [{ to: '/registry/merge', label: '合并台' }, (role) => EDITING.has(role)],
  [{ to: '/registry/held', label: '待核对' }, (role) => SETTLING.has(role)],
  [{ to: '/registry/requests', label: '更正删除申请' }, (role) => ANSWERING.has(role)],
  [{ to: '/registry/accesses', label: '查阅记录' }, (role) => role === 'AUDITOR'],
]

/** Which of the registry's screens somebody's postings open; the server has the last word. */
export const placesOf = (postings: readonly Posting[]): Place[] =>
  OFFERED.filter(([, may]) => postings.some(({ role }) => may(role))).map(([place]) => place)

/** Who may write rows down; the server has the last word on each. */
export const mayEdit = (postings: readonly Posting[]): boolean =>
  postings.some(({ at_kind, role }) => at_kind === 'division' && EDITING.has(role))
