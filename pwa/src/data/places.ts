import { get } from '@/data/api'
import type {
  Condition,
  Crs,
  GridDetail,
  Page,
  Place,
  RowId,
  Rows,
  Taxonomy,
  UnitRow,
} from '@/data/types'

let taxonomy: Promise<Taxonomy> | null = null

/** The categories change a few times a year: asked once per visit. */
export function loadTaxonomy(): Promise<Taxonomy> {
  taxonomy ??= get<Taxonomy>('/api/categories/').catch((error: unknown) => {
    taxonomy = null
    throw error
  })
  return taxonomy
}

export const conditionsOf = async (category: RowId) =>
  (await get<Rows<Condition>>(`/api/categories/${category}/conditions/`)).rows

export const findUnits = (q: string, more: { division?: RowId; kind?: string } = {}) =>
  get<Page<UnitRow>>('/api/units/', { q, ...more })

export const gridDetail = (id: RowId) => get<GridDetail>(`/api/grids/${id}/`)

export const placeAt = (lon: number, lat: number, crs: Crs) =>
  get<Place>('/api/grids/at/', { lon, lat, crs })
