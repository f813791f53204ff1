import { get, send } from '@/data/api'
import type { components } from '@/data/schema'
import type { Page, RowId, Rows } from '@/data/types'

type Schema = components['schemas']

export type LonLat = [lon: number, lat: number]
export type GridRow = Schema['ListedGrid']
export type DivisionRow = Schema['DivisionRow']
export type Redrawn = Schema['Redrawn']
export type Preview = Omit<Schema['Preview'], 'parts'> & { parts: PreviewPart[] }
export type Share = Schema['PreviewShare']
type PreviewPart = Omit<Schema['PreviewPart'], 'outline'> & { outline: GeoJSON.Polygon }
export type Neighbour = Omit<Schema['Neighbour'], 'border'> & { border: LonLat[] }
type Neighbours = Omit<Schema['Neighbours'], 'rows'> & { rows: Neighbour[] }

export type Redraw =
  | { kind: 'SPLIT'; grids: [RowId]; line: LonLat[] }
  | { kind: 'MERGE'; grids: RowId[] }
  | { kind: 'BORDER'; grids: [RowId, RowId]; line: LonLat[] }

export const divisionsBelow = async (parent: RowId | null) =>
  (await get<Rows<DivisionRow>>('/api/divisions/', { parent })).rows

export const gridsOf = (division: RowId, q = '') =>
  get<Page<GridRow>>('/api/grids/', { division, q, limit: 100 })

export const neighboursOf = (grid: RowId) => get<Neighbours>(`/api/grids/${grid}/neighbours/`)

export const previewRedraw = (redraw: Redraw) => send<Preview>('/api/grids/preview/', redraw)

/** `names` are those of the parts, in the order of the preview. */
export function redrawGrids(redraw: Redraw, names: string[], id: string): Promise<Redrawn> {
  const [grid] = redraw.grids
  switch (redraw.kind) {
    case 'SPLIT':
      return send(`/api/grids/${grid}/split/`, { line: redraw.line, names }, { id })
    case 'MERGE':
      return send('/api/grids/merge/', { grids: redraw.grids, name: names[0] }, { id })
    case 'BORDER':
      return send(
        `/api/grids/${grid}/border/`,
        { other: redraw.grids[1], line: redraw.line },
        { id },
      )
  }
}
