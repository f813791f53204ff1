import type { RegistryFilters, RegistryKind, RoleKind } from '@/data/registry'
import { ROLES, STALE_DAYS } from '@/features/registry/words'

export interface Tag {
  key: string
  label: string
  filters: RegistryFilters & { hazard?: string }
  /** Under what the server counts it. */
  count?: string
}

const STALE: Tag = {
  key: 'stale',
  label: '久未核实',
  filters: { stale_days: STALE_DAYS },
  count: 'STALE',
}
const HAZARDS: Tag[] = [
  { key: 'fire', label: '消防隐患', filters: { hazard: '02' }, count: 'HAZARD_02' },
  { key: 'order', label: '治安隐患', filters: { hazard: '01' }, count: 'HAZARD_01' },
]

const roleTags = Object.entries(ROLES).map(([role, label]): Tag => ({
  key: role,
  label,
  filters: { role: role as RoleKind },
  count: role,
}))

/** The shortcuts above each list. */
export const TAGS: Record<RegistryKind, Tag[]> = {
  rooms: [
    STALE,
    { key: 'rented', label: '出租房', filters: { rented: true }, count: 'RENTED' },
    ...HAZARDS,
  ],
  people: [
    STALE,
    { key: 'old', label: '80岁以上', filters: { age_min: 80 }, count: 'OLD' },
    ...roleTags,
    { key: 'gone', label: '含已迁出', filters: { gone: true } },
  ],
  organisations: [STALE, ...HAZARDS],
}

export type Counts = Record<string, number>

/** With how many each has, where that is known; who would find nobody is not offered, unless it is chosen. */
export const shownTags = (kind: RegistryKind, chosen: string, counts: Counts | null) =>
  TAGS[kind].flatMap(({ key, label, count }) => {
    const number = counts && count ? (counts[count] ?? 0) : null
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
  { kind: 'people', label: '人员', ask: '姓名、首字母、后四位', of: '人', byName: '按姓名' },
  { kind: 'organisations', label: '单位', ask: '名称或首字母', of: '家', byName: '按名称' },
]
