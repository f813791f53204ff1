import { listRegistry, type RegistryKind, type RowOf } from '@/data/registry'
import { postingAt } from '@/data/session'
import { TAGS } from '@/features/registry/filters'
import { allRooms, matching } from '@/features/registry/findRooms'
import { usePages } from '@/features/shell/usePages'

export interface Asked {
  kind: RegistryKind
  words: string
  tag: string
}

/** The list under the thumb: of all grids one is posted to, narrowed by words and by one tag. */
export function useRegistryList(asked: () => Asked) {
  return usePages<RowOf[RegistryKind]>(async (cursor, limit) => {
    const { kind, words, tag } = asked()
    const filters = TAGS[kind].find(({ key }) => key === tag)?.filters ?? {}
    if (kind === 'rooms' && words && postingAt('grid'))
      return { rows: matching(await allRooms(filters), words), next: null }
    return listRegistry(kind, { ...filters, q: words, cursor, limit })
  })
}
