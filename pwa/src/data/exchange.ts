import { get, send, sendForFile } from '@/data/api'
import type { components } from '@/data/schema'
import type { Page, RowId, Rows } from '@/data/types'

type Schema = components['schemas']

export type ImportRow = Schema['ImportRow']
export type ExportRow = Schema['ExportRow']
export type SheetKind = ImportRow['kind']
export type Preset = Schema['PresetRow']
export type Problem = Schema['ProblemRow']
export type SampleColumn = Schema['SampleColumn']
export type Mode = 'ALL_OR_NOTHING' | 'GOOD_ROWS'

export interface Asking {
  kind: SheetKind
  purpose: Schema['PurposeEnum']
  reason: string
  full: boolean
  grid?: RowId
  division?: RowId
}

const door = '/api/exchange/'
const FIVE_MINUTES = 300_000

export const presets = async () => (await get<Rows<Preset>>(`${door}presets/`)).rows

export const templateAddress = (kind: SheetKind) => `${door}templates/${kind}.xlsx`
export const markedAddress = (id: string) => `${door}imports/${id}/marked.xlsx`

export function uploadSheet(kind: SheetKind, file: File, id: string): Promise<ImportRow> {
  const form = new FormData()
  form.append('kind', kind)
  form.append('file', file)
  return send<ImportRow>(`${door}imports/`, form, { id, patience: FIVE_MINUTES })
}

export const listImports = (cursor: string | null = null) =>
  get<Page<ImportRow>>(`${door}imports/`, { cursor, limit: 30 })

export const oneImport = (id: string, signal?: AbortSignal) =>
  get<ImportRow>(`${door}imports/${id}/`, {}, signal)

export const sampleOf = async (id: string) =>
  (await get<Rows<SampleColumn>>(`${door}imports/${id}/sample/`)).rows

export const problemsOf = (id: string, cursor: string | null = null, signal?: AbortSignal) =>
  get<Page<Problem>>(`${door}imports/${id}/problems/`, { cursor, limit: 100 }, signal)

export const moveImport = (id: string, verb: string, body: object = {}) =>
  send<ImportRow>(`${door}imports/${id}/${verb}/`, body)

export const listExports = (cursor: string | null = null) =>
  get<Page<ExportRow>>(`${door}exports/`, { cursor, limit: 30 })

export const askExport = (asking: Asking, id: string) =>
  send<ExportRow>(`${door}exports/`, asking, { id })

export const decideExport = (id: string, verb: 'approve' | 'refuse', body: object = {}) =>
  send<ExportRow>(`${door}exports/${id}/${verb}/`, body)

export const fetchExport = (id: string) => sendForFile(`${door}exports/${id}/file.xlsx`)
