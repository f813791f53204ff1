import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Kind, RegistryFilters, RoleKind, ServiceKind } from '@/data/registryDesk'
import type { RowId } from '@/data/types'
import { KINDS, PART_STATES, ROLES, SERVICES } from '@/features/command/registry/words'

export const TABS = [
  'people',
  'rooms',
  'buildings',
  'organisations',
  'parts',
  'service-places',
] as const satisfies Kind[]

interface Shown {
  kind: Kind
  id: string
}

/** The one question that list and map both ask, and the opened row; it lives in the address. */
export interface RegistryQuery {
  tab: Kind
  q: string
  /** From the posting down to the chosen division. */
  area: RowId[]
  grid: RowId | null
  stale: number | null
  role: RoleKind | null
  from: number | null
  to: number | null
  gone: boolean
  rented: boolean | null
  building: string | null
  code: string | null
  hazard: string | null
  state: string | null
  service: ServiceKind | null
  show: Shown | null
}

export const WIDE: Omit<RegistryQuery, 'tab' | 'show'> = {
  q: '',
  area: [],
  grid: null,
  stale: null,
  role: null,
  from: null,
  to: null,
  gone: false,
  rented: null,
  building: null,
  code: null,
  hazard: null,
  state: null,
  service: null,
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const CODE = /^[0-9A-Z]{1,4}$/

const word = (value: LocationQuery[string] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? ''
const whole = (value: string, most = Number.MAX_SAFE_INTEGER): number | null =>
  /^\d{1,15}$/.test(value) && Number(value) <= most ? Number(value) : null
const id = (value: string): RowId | null => whole(value) || null
/** Every object also has words like toString, which nobody offered. */
const known = <T extends string>(value: string, words: Record<T, unknown>): T | null =>
  Object.hasOwn(words, value) ? (value as T) : null
const like = (value: string, shape: RegExp): string | null => (shape.test(value) ? value : null)

function shown(value: string): Shown | null {
  const [kind = '', row = ''] = value.split('/')
  const of = known(kind, KINDS)
  return of && UUID.test(row) ? { kind: of, id: row } : null
}

export function readQuery(query: LocationQuery): RegistryQuery {
  const told = (name: string): string => word(query[name])
  return {
    tab: TABS.find((tab) => tab === told('tab')) ?? 'people',
    q: told('q'),
    area: told('area')
      .split(',')
      .map(id)
      .filter((part) => part !== null),
    grid: id(told('grid')),
    stale: whole(told('stale'), 36500),
    role: known(told('role'), ROLES),
    from: whole(told('from'), 150),
    to: whole(told('to'), 150),
    gone: told('gone') === '1',
    rented: told('rented') === 'yes' ? true : told('rented') === 'no' ? false : null,
    building: like(told('building'), UUID),
    code: like(told('code'), CODE),
    hazard: like(told('hazard'), CODE),
    state: known(told('state'), PART_STATES),
    service: known(told('service'), SERVICES),
    show: shown(told('show')),
  }
}

export function writeQuery(query: RegistryQuery): LocationQueryRaw {
  const { rented, show } = query
  const pairs = {
    tab: query.tab,
    q: query.q.trim(),
    area: query.area.join(','),
    grid: query.grid,
    stale: query.stale,
    role: query.role,
    from: query.from,
    to: query.to,
    gone: query.gone ? '1' : '',
    rented: rented === null ? '' : rented ? 'yes' : 'no',
    building: query.building,
    code: query.code,
    hazard: query.hazard,
    state: query.state,
    service: query.service,
    show: show ? `${show.kind}/${show.id}` : '',
  }
  const told = Object.entries(pairs).map(([name, value]) => [name, String(value ?? '')])
  return Object.fromEntries(told.filter(([, value]) => value !== '')) as LocationQueryRaw
}

const OWN: Record<Kind, (query: RegistryQuery) => RegistryFilters> = {
  people: ({ role, from, to, gone }) => ({
    role: role ?? undefined,
    age_min: from ?? undefined,
    age_max: to ?? undefined,
    gone: gone || undefined,
  }),
  rooms: ({ rented, building, code, hazard }) => ({
    rented: rented ?? undefined,
    building: building ?? undefined,
    use: code ?? undefined,
    hazard: hazard ?? undefined,
  }),
  buildings: ({ code }) => ({ kind: code ?? undefined }),
  organisations: ({ code, hazard, gone }) => ({
    kind: code ?? undefined,
    hazard: hazard ?? undefined,
    gone: gone || undefined,
  }),
  parts: ({ code, state }) => ({ kind: code ?? undefined, state: state ?? undefined }),
  'service-places': ({ service }) => ({ kind: service ?? undefined }),
}

export function filtersOf(query: RegistryQuery): RegistryFilters {
  return {
    q: query.q.trim(),
    grid: query.grid ?? undefined,
    division: query.area.at(-1),
    stale_days: query.stale ?? undefined,
    ...OWN[query.tab](query),
  }
}

export const isNarrowed = (query: RegistryQuery): boolean =>
  Object.values(filtersOf(query)).some((value) => value !== undefined && value !== '')

/** From one tab to another the words and the area stay; what the other does not know goes. */
export const onTab = (query: RegistryQuery, tab: Kind): Partial<RegistryQuery> => ({
  ...WIDE,
  tab,
  area: query.area,
  grid: query.grid,
  stale: query.stale,
})
