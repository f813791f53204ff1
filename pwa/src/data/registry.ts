import { get, send } from '@/data/api'
import type { components } from '@/data/schema'
import type { Page, RowId, Rows } from '@/data/types'

type Schema = components['schemas']

export type PersonRow = Schema['PersonRowShape']
export type PersonDetail = Schema['PersonDetail']
export type RoomRow = Schema['RoomRowShape']
export type RoomDetail = Schema['RoomDetail']
export type OrganisationRow = Schema['OrganisationRowShape']
export type OrganisationDetail = Schema['OrganisationDetail']
export type BuildingRow = Schema['BuildingRowShape']
export type Visit = Schema['VisitShape']

/** Where its photos are; `held` are pictures this phone still has. Rows kept from before visits had photos name none. */
export const visitPhotos = (
  { id, photos = [] }: Pick<Visit, 'id'> & Partial<Pick<Visit, 'photos'>>,
  held: Record<string, string> = {},
): { thumb: string; url: string; label?: string }[] =>
  photos.map((photo) => {
    const own = held[photo]
    if (own) return { thumb: own, url: own, label: '待上传' }
    const at = `/api/registry/visits/${id}/photos/${photo}`
    return { thumb: `${at}/thumb/`, url: `${at}/original/` }
  })
export type RoleKind = Schema['RoleKindEnum']
export type VisitKind = Schema['VisitKindEnum']
export type Purpose = Schema['PurposeEnum']
export type SourceCode = Schema['SourceEnum']
export type FieldSource = Schema['SourceShape']
export type Happened = Schema['HappenedShape']
export type CodeRow = Schema['CodeShape']
export type Care = Schema['CareShape']
type Revealed = Schema['RevealedShape']

/** The three kinds of rows a worker keeps; the word is the kind's place under the door. */
export type RegistryKind = 'people' | 'rooms' | 'organisations'

export interface RowOf {
  people: PersonRow
  rooms: RoomRow
  organisations: OrganisationRow
}

export interface DetailOf {
  people: PersonDetail
  rooms: RoomDetail
  organisations: OrganisationDetail
}

export interface RegistryFilters {
  q?: string
  grid?: RowId
  division?: RowId
  role?: RoleKind
  age_min?: number
  age_max?: number
  rented?: boolean
  stale_days?: number
  gone?: boolean
  order?: 'CONFIRMED'
  cursor?: string | null
  limit?: number
}

const door = '/api/registry/'

export const listRegistry = <K extends RegistryKind>(kind: K, filters: RegistryFilters) =>
  get<Page<RowOf[K]>>(`${door}${kind}/`, { ...filters })

/** How many rows of my grids stand behind each shortcut: ALL, STALE, a role, HAZARD_02 … */
export const registryCounts = async (of: RegistryKind, stale_days: number) =>
  (await get<Schema['CountsShape']>(`${door}counts/`, { of, stale_days })).counts

export const registryDetail = <K extends RegistryKind>(kind: K, id: string) =>
  get<DetailOf[K]>(`${door}${kind}/${id}/`)

export const roomByPlate = (plate: string) =>
  get<RoomDetail>(`${door}rooms/by-plate/${encodeURIComponent(plate)}/`)

export const personTimeline = async (id: string) =>
  (await get<Rows<Happened>>(`${door}people/${id}/timeline/`)).rows

export const listBuildings = (cursor: string | null, limit: number) =>
  get<Page<BuildingRow>>(`${door}buildings/`, { cursor, limit })

/** The names of a building's entrances. */
export const unitsOf = async (building: string) =>
  (await get<Schema['BuildingDetail']>(`${door}buildings/${building}/`)).units

/** What somebody was told, agreed to and asked for. */
export const careOf = (person: string) => get<Care>(`${door}people/${person}/care/`)

/** The full value of a masked field; the server writes down who asked for what. */
export const revealField = (
  kind: 'people' | 'organisations',
  row: string,
  body: { field: string; purpose: Purpose; reason: string },
  id: string,
) => send<Revealed>(`${door}${kind}/${row}/reveal/`, body, { id })

const lists = new Map<string, Promise<CodeRow[]>>()

/** A code list changes with its standard: asked once per visit. */
export function codeList(key: string): Promise<CodeRow[]> {
  const known = lists.get(key)
  if (known) return known
  const asked = get<Schema['CodeListShape']>(`${door}codes/${key}/`).then(({ rows }) => rows)
  lists.set(key, asked)
  asked.catch(() => lists.delete(key))
  return asked
}
