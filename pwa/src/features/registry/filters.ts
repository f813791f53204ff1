import { ageOn, localDay } from '@/data/citizen'
import type { RegistryFilters, RegistryKind, RoleKind, Visit } from '@/data/registry'
import { isDue, nextVisitOn } from '@/features/registry/due'
import { isStale, ROLES, STALE_DAYS } from '@/features/registry/words'
import { listOf, textOf } from '@/sync/mark'
import type { Body } from '@/sync/wire'

const OLD = 80
/** Those whose next visit was promised for these days. */
export const DUE = 'due'
/** Of those who left long ago only the server knows. */
export const GONE = 'gone'

export interface Tag {
  key: string
  label: string
  /** Whether a row that this phone holds is one of them. */
  has: (row: Body, now: number) => boolean
  filters: RegistryFilters & { hazard?: string }
  /** Under what the server counts it. */
  count?: string
}

const DUE_TAG: Tag = {
  key: DUE,
  label: '该走访',
  has: ({ visits }, now) => isDue(nextVisitOn(listOf(visits) as unknown as Visit[]), now),
  filters: {},
}
const STALE: Tag = {
  key: 'stale',
  has: ({ confirmed_at: at }, now) => isStale(textOf(at), now),
  label: '久未核实',
  filters: { stale_days: STALE_DAYS },
  count: 'STALE',
}
const HAZARDS: Tag[] = [
  {
    key: 'fire',
    label: '消防隐患',
    has: ({ hazard }) => hazard === '02',
    filters: { hazard: '02' },
    count: 'HAZARD_02',
  },
  {
    key: 'order',
    label: '治安隐患',
    has: ({ hazard }) => hazard === '01',
    filters: { hazard: '01' },
    count: 'HAZARD_01',
  },
]

const roleTags = Object.entries(ROLES).map(([role, label]): Tag => ({
  key: role,
  label,
  has: ({ roles }) => listOf(roles).some(({ kind, to_on: end }) => kind === role && end === null),
  filters: { role: role as RoleKind },
  count: role,
}))

/** The shortcuts above each list. */
export const TAGS: Record<RegistryKind, Tag[]> = {
  rooms: [
    DUE_TAG,
    STALE,
    {
      key: 'rented',
      label: '出租房',
      has: ({ rented }) => rented === true,
      filters: { rented: true },
      count: 'RENTED',
    },
    ...HAZARDS,
  ],
  people: [
    DUE_TAG,
    STALE,
    {
      key: 'old',
      label: '80岁以上',
      has: ({ born_on: born }, now) =>
        textOf(born) !== '' && ageOn(textOf(born), localDay(new Date(now))) >= OLD,
      filters: { age_min: OLD },
      count: 'OLD',
    },
    {
      key: 'tenant',
      label: '租户',
      has: ({ tenures }) =>
        listOf(tenures).some(({ kind, to_on: end }) => kind === 'TENANT' && end === null),
      filters: {},
    },
    ...roleTags,
    { key: GONE, label: '含已迁出', has: () => true, filters: { gone: true } },
  ],
  organisations: [DUE_TAG, STALE, ...HAZARDS],
}

export type Counts = Record<string, number>

/** Those that can be asked of the server; what only follows from whole rows cannot. */
const ASKED = (tag: Tag): boolean => Object.keys(tag.filters).length > 0

/** With how many each has, where that is known; who would find nobody is not offered, unless it is chosen. */
export const shownTags = (kind: RegistryKind, chosen: string, counts: Counts | null) =>
  TAGS[kind].filter(ASKED).flatMap(({ key, label, count }) => {
    const number = counts && count ? (counts[count] ?? 0) : null
    return number === 0 && key !== chosen ? [] : [{ key, label, number }]
  })

/** How many of these rows each tag has. */
export const countsHere = (kind: RegistryKind, rows: Body[], now: number): Counts =>
  Object.fromEntries(
    TAGS[kind].map(({ key, has }) => [key, rows.filter((row) => has(row, now)).length]),
  )

/** The same of what this phone holds. */
export const tagsHere = (kind: RegistryKind, chosen: string, counts: Counts) =>
  TAGS[kind].flatMap(({ key, label }) => {
    const number = key === GONE ? null : (counts[key] ?? 0)
    return number === 0 && key !== chosen ? [] : [{ key, label, number }]
  })

interface Segment {
  kind: RegistryKind
  label: string
  ask: string
  /** One of them, and how they are counted. */
  of: string
  byName: string
}

export const SEGMENTS: Segment[] = [
  { kind: 'rooms', label: '房屋', ask: '房号或门牌，如 501', of: '套', byName: '按门牌' },
  { kind: 'people', label: '人员', ask: '姓名、拼音、后四位', of: '人', byName: '按姓名' },
  { kind: 'organisations', label: '单位', ask: '名称或拼音', of: '家', byName: '按名称' },
]
