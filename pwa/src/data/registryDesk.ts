import { get, getFile, send } from '@/data/api'
import type { components } from '@/data/schema'
import type { Page, RowId, Rows } from '@/data/types'

type Schema = components['schemas']

/** As the server's addresses call the kinds of rows. */
export type Kind = 'people' | 'rooms' | 'buildings' | 'organisations' | 'parts' | 'service-places'

export type PersonRow = Schema['PersonRowShape']
export type PersonDetail = Schema['PersonDetail']
export type RoomRow = Schema['RoomRowShape']
export type RoomDetail = Schema['RoomDetail']
export type BuildingDetail = Schema['BuildingDetail']
export type OrganisationRow = Schema['OrganisationRowShape']
export type OrganisationDetail = Schema['OrganisationDetail']
export type PartRow = Schema['PartRowShape']
export type PartDetail = Schema['PartDetail']
export type ServicePlaceRow = Schema['ServicePlaceRowShape']
export type ServicePlaceDetail = Schema['ServicePlaceDetail']
export type ServiceKind = Schema['ServicePlaceRowShape']['kind']
export type OrgRole = Schema['ResponsibleShape']['role']
export type VisitRow = Schema['VisitShape']
export type TenureOfRoom = Schema['TenureOfRoom']
export type SourceCode = Schema['SourceEnum']
export type RoleKind = Schema['RoleKindEnum']
export type Duplicate = Schema['DuplicateShape']
export type Access = Schema['AccessShape']
export type DataRequest = Schema['RequestShape']
export type Happened = Schema['HappenedShape']
export type Code = Schema['CodeShape']

export interface RowOf {
  people: PersonRow
  rooms: RoomRow
  buildings: Schema['BuildingRowShape']
  organisations: OrganisationRow
  parts: PartRow
  'service-places': ServicePlaceRow
}

export interface DetailOf {
  people: PersonDetail
  rooms: RoomDetail
  buildings: BuildingDetail
  organisations: OrganisationDetail
  parts: PartDetail
  'service-places': ServicePlaceDetail
}

export type AnyRow = RowOf[Kind]
export type AnyDetail = DetailOf[Kind]

export interface RegistryFilters {
  q?: string
  grid?: RowId
  division?: RowId
  stale_days?: number
  /** At most a hundred rows by their ids. */
  ids?: readonly string[]
  role?: RoleKind
  age_min?: number
  age_max?: number
  gone?: true
  building?: string
  rented?: boolean
  use?: string
  hazard?: string
  kind?: string
  state?: string
}

export interface Paging {
  cursor?: string | null
  limit?: number
}

/** id, longitude, latitude */
export type RegistryPoint = [string, number, number]

interface RegistryPoints {
  points: RegistryPoint[]
  more: boolean
}

/** What every change answers; a page is read again. */
interface Done {
  id: string
  version: number
}

const door = '/api/registry/'

export const listRows = <K extends Kind>(
  kind: K,
  filters: RegistryFilters & Paging,
  signal?: AbortSignal,
) => get<Page<RowOf[K]>>(`${door}${kind}/`, { ...filters }, signal)

export const registryPoints = (kind: Kind, filters: RegistryFilters, signal?: AbortSignal) =>
  get<RegistryPoints>(`${door}points/`, { of: kind, ...filters }, signal)

export const detailOf = <K extends Kind>(kind: K, id: string) =>
  get<DetailOf[K]>(`${door}${kind}/${id}/`)

export const timelineOf = (kind: Kind, id: string) =>
  get<Rows<Happened>>(`${door}${kind}/${id}/timeline/`)

/** Where a command goes: a verb of a row, or a door of its own. */
export type To = { kind: Kind; id: string; verb: string } | { path: string }

const addressOf = (to: To): string => ('path' in to ? to.path : `${to.kind}/${to.id}/${to.verb}`)

export const tell = <T = Done>(to: To, body: object, id: string) =>
  send<T>(`${door}${addressOf(to)}/`, body, { id })

export const duplicatesIn = (division: RowId, signal?: AbortSignal) =>
  get<Rows<Duplicate>>(`${door}duplicates/`, { division }, signal)

export const listAccesses = (cursor: number | null) =>
  get<Rows<Access> & { next: number | null }>(`${door}accesses/`, { cursor, limit: 100 })

export const listRequests = (state: string) => get<Rows<DataRequest>>(`${door}requests/`, { state })

/** As many plates as the server puts into one file. */
export const PLATES = 240

export const platesOf = (building: string, batch: number) =>
  getFile(`${door}buildings/${building}/plates.pdf?batch=${batch}`)

const lists = new Map<string, Promise<Code[]>>()

/** Code lists change a few times a year: each is asked once a visit. */
export function codesOf(key: string): Promise<Code[]> {
  const held = lists.get(key)
  if (held) return held
  const asked = get<Rows<Code>>(`${door}codes/${key}/`).then(
    ({ rows }) => rows,
    (error: unknown) => {
      lists.delete(key)
      throw error
    },
  )
  lists.set(key, asked)
  return asked
}
