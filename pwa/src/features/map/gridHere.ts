import type { GridDetail, RowId } from '@/data/types'
import { phone } from '@/sync/access'

/** As this phone carries it, for when there is no line; null of any other. */
export const gridHere = async (id: RowId): Promise<GridDetail | null> =>
  phone()
    .then((one) => one.row('grid', String(id)))
    .then((row) => (row?.body ?? null) as GridDetail | null)
    .catch(() => null)
