import { openText, sealText } from '@/data/safe'
import { account } from '@/data/session'
import type { RowId, SubCategory, Taxonomy } from '@/data/types'

export interface Kind {
  id: RowId
  name: string
  /** 大类 › 小类, for telling two of the same name apart. */
  path: string
  code: string
}

const KEPT = 60
const FADES = 0.93
const SHOWN = 6

export function kindsOf(taxonomy: Taxonomy): Kind[] {
  return taxonomy.majors.flatMap((major) =>
    major.minors.flatMap((minor) =>
      minor.subs.map((sub: SubCategory) => ({
        id: sub.id,
        name: sub.name,
        path: `${major.name} › ${minor.name}`,
        code: sub.code,
      })),
    ),
  )
}

/** Every word must occur somewhere; a hit in the name itself comes before one in the path. */
export function findKinds(kinds: Kind[], words: string): Kind[] {
  const parts = words.trim().split(/\s+/).filter(Boolean)
  const hits = kinds.filter(({ name, path, code }) =>
    parts.every((part) => name.includes(part) || path.includes(part) || code.startsWith(part)),
  )
  const inName = (kind: Kind): number => (parts.every((part) => kind.name.includes(part)) ? 0 : 1)
  return [...hits].sort((a, b) => inName(a) - inName(b))
}

/** The chips: what was used last first, filled up from the beginning of the taxonomy's everyday part. */
export function chipsFor(kinds: Kind[], recent: RowId[]): Kind[] {
  const used = recent.flatMap((id) => kinds.find((kind) => kind.id === id) ?? [])
  const rest = kinds.filter(({ id }) => !recent.includes(id))
  return [...used, ...spread(rest)].slice(0, SHOWN)
}

/** The first of each 小类, so that a newcomer's chips are not eight sorts of manhole cover. */
function spread(kinds: Kind[]): Kind[] {
  const seen = new Set<string>()
  return kinds.filter(({ path }) => !seen.has(path) && seen.add(path))
}

export const recentName = (): string => `w:${account.value?.id ?? 0}:recent-kinds`

/** What was used last, and then what is used most: every use counts a little less than the one after it. */
export function recentKinds(name: string): RowId[] {
  const uses = usesOf(name)
  const weight = new Map<RowId, number>()
  uses.forEach((id, ago) => weight.set(id, (weight.get(id) ?? 0) + FADES ** ago))
  const byWeight = [...weight].sort((a, b) => b[1] - a[1]).map(([id]) => id)
  const [last] = uses
  return last === undefined ? [] : [last, ...byWeight.filter((id) => id !== last)]
}

export function rememberKind(name: string, id: RowId): void {
  const kept = [id, ...usesOf(name)].slice(0, KEPT)
  localStorage.setItem(name, sealText(JSON.stringify(kept), name))
}

/** Newest first. */
function usesOf(name: string): RowId[] {
  try {
    const kept: unknown = JSON.parse(openText(localStorage.getItem(name) ?? '[]', name))
    return Array.isArray(kept) ? kept.filter((id): id is RowId => typeof id === 'number') : []
  } catch {
    return []
  }
}
