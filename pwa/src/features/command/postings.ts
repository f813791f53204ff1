import type { Channel, Level, Posting } from '@/data/types'

const WIDTH: Record<Level, number> = { GRID: 0, COMMUNITY: 1, STREET: 2, DISTRICT: 3, CITY: 4 }
const HOUSE: Partial<Record<Level, string>> = {
  COMMUNITY: '网格管理站',
  STREET: '网格管理中心',
  DISTRICT: '网格管理中心',
  CITY: '网格管理中心',
}
const ACTING = new Set(['WORKER', 'ACCEPTOR', 'DISPATCHER', 'SHIFT_LEAD', 'HANDLER'])

/** Through which channels each role usually brings a matter in; the server has the last word. */
const INTAKE: Record<string, readonly Channel[]> = {
  ACCEPTOR: ['HOTLINE', 'RESIDENT', 'DEPARTMENT', 'MEDIA', 'PATROL'],
  SHIFT_LEAD: ['HOTLINE', 'RESIDENT', 'DEPARTMENT', 'MEDIA', 'PATROL', 'LEADER'],
  LEADER: ['LEADER'],
  HANDLER: ['DEPARTMENT', 'PATROL'],
}

const width = (posting: Posting): number => (posting.level ? WIDTH[posting.level] : -1)

/** The posting with the widest view speaks for the person. */
function mainPosting(postings: readonly Posting[]): Posting | undefined {
  return [...postings].sort((a, b) => width(b) - width(a))[0]
}

export function centreName(postings: readonly Posting[]): string {
  const posting = mainPosting(postings)
  if (!posting) return '网格指挥台'
  const house = posting.at_kind === 'division' && posting.level ? HOUSE[posting.level] : ''
  return posting.at_name + (house ?? '')
}

/** Leaders, auditors and administrators look on: nothing ever waits for them. */
export const waitsForNobody = (postings: readonly Posting[]): boolean =>
  !postings.some((posting) => ACTING.has(posting.role))

export function intakeChannels(postings: readonly Posting[]): Channel[] {
  return [...new Set(postings.flatMap((posting) => INTAKE[posting.role] ?? []))]
}
