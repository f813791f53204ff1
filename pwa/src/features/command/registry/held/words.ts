import type { HeldRow } from '@/data/held'
import type { Kind } from '@/data/registryDesk'
import { FIELDS } from '@/features/command/registry/words'

const KINDS: Record<string, Kind> = {
  person: 'people',
  room: 'rooms',
  building: 'buildings',
  organisation: 'organisations',
  part: 'parts',
  service_place: 'service-places',
}

/** Where the row of a held command is looked at; nothing where it has none, or is not one of the registry. */
export function addressOf({ kind, row }: Pick<HeldRow, 'kind' | 'row'>): string {
  const of = KINDS[kind.split('.')[0] ?? '']
  return of && row ? `/registry?tab=${of}&show=${of}/${row}` : ''
}

const OTHERS: Record<string, string> = { lon: '经度', lat: '纬度', head: '户主' }

export const fieldLabel = (field: string): string => FIELDS[field] ?? OTHERS[field] ?? field

/** A value for people; nothing is said plainly too. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return '（空）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '（见记录）'
}
