import type { RegistryFilters, RegistryKind, RoleKind } from '@/data/registry'
import { ROLES, STALE_DAYS } from '@/features/registry/words'

export interface Tag {
  key: string
  label: string
  filters: RegistryFilters & { hazard?: string }
}

const STALE: Tag = { key: 'stale', label: '久未核实', filters: { stale_days: STALE_DAYS } }

const roleTags = Object.entries(ROLES).map(([role, label]): Tag => ({
  key: role,
  label,
  filters: { role: role as RoleKind },
}))

/** The shortcuts above each list. */
export const TAGS: Record<RegistryKind, Tag[]> = {
  rooms: [
    STALE,
    { key: 'rented', label: '出租房', filters: { rented: true } },
    { key: 'fire', label: '消防隐患', filters: { hazard: '02' } },
    { key: 'order', label: '治安隐患', filters: { hazard: '01' } },
  ],
  people: [
    STALE,
    ...roleTags,
    { key: 'old', label: '80岁以上', filters: { age_min: 80 } },
    { key: 'gone', label: '含已迁出', filters: { gone: true } },
  ],
  organisations: [
    STALE,
    { key: 'fire', label: '消防隐患', filters: { hazard: '02' } },
    { key: 'order', label: '治安隐患', filters: { hazard: '01' } },
  ],
}

export const SEGMENTS: { kind: RegistryKind; label: string; ask: string }[] = [
  { kind: 'rooms', label: '房屋', ask: '房号或门牌，如 501' },
  { kind: 'people', label: '人员', ask: '姓名、首字母、后四位' },
  { kind: 'organisations', label: '单位', ask: '名称或首字母' },
]
