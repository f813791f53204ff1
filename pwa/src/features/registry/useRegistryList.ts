import { listRegistry, type RegistryFilters, type RegistryKind, type RowOf } from '@/data/registry'
import { account, postingAt } from '@/data/session'
import type { Page } from '@/data/types'
import { TAGS } from '@/features/registry/filters'
import { usePages } from '@/features/shell/usePages'

export interface Asked {
  kind: RegistryKind
  words: string
  tag: string
  /** In the list's own order rather than longest unseen first. */
  byName?: boolean
}

type Row = RowOf[RegistryKind]

/** The list that was left last, for whoever comes back to it from one of its pages. */
let left: { name: string; page: Page<Row> } | null = null

const nameOf = (asked: Asked): string => JSON.stringify([account.value?.id, asked])

/** The server's list, of all one may see: for whoever holds no grid on the phone, and for what no phone holds. */
export function useRegistryList(asked: () => Asked, isKept = false) {
  const held = isKept && left?.name === nameOf(asked()) ? left.page : null
  if (isKept) left = null
  let shown = held ? nameOf(asked()) : ''
  const pages = usePages<Row>(async (cursor, limit) => {
    const now = asked()
    shown = nameOf(now)
    return page(now, cursor, limit)
  }, held)

  /** To be called while the list is left. */
  function leave(): void {
    const rows = pages.held()
    if (rows && shown) left = { name: shown, page: rows }
  }

  return { ...pages, isBack: held !== null, leave }
}

function page(asked: Asked, cursor: string | null, limit: number): Promise<Page<Row>> {
  const { kind, words, tag } = asked
  const filters = TAGS[kind].find(({ key }) => key === tag)?.filters ?? {}
  return listRegistry(kind, { ...filters, ...orderOf(asked), q: words, cursor, limit })
}

/** Who is looked for by name is not looked for by what was long ago; who sees whole divisions cannot be sorted. */
const orderOf = ({ words, byName = true }: Asked): RegistryFilters =>
  postingAt('grid') && !byName && !words ? { order: 'CONFIRMED' } : {}
