import { computed, shallowRef, watch } from 'vue'
import type { RegistryKind, Visit } from '@/data/registry'
import { account, postingAt } from '@/data/session'
import { countsHere, DUE, GONE, TAGS, tagsHere } from '@/features/registry/filters'
import { nextVisitOn } from '@/features/registry/due'
import { isThere, listedOf, SUBJECTS, type Listed } from '@/features/registry/here'
import type { Asked } from '@/features/registry/useRegistryList'
import { useStored } from '@/sync/access'
import { idOf, listOf, textOf } from '@/sync/mark'
import { indexOf, look, type Index } from '@/sync/search'
import { standing } from '@/sync/standing'
import type { Row } from '@/sync/view'
import type { Body } from '@/sync/wire'

const PAGE = 20
/** Where something else is asked a screenful will do at first: it is drawn anew at every key press. */
const SCREENFUL = 12
const INDEXED_AFTER = 300

interface Shelf {
  account: number | undefined
  kind: RegistryKind
  rows: Row[]
}

/** The rows that were read last, for whoever comes back to their list. */
let last: Shelf | null = null
/** How many of which list were shown when it was left. */
let left: { name: string; shown: number } | null = null

const lastOf = (kind: RegistryKind): Row[] | null =>
  last?.kind === kind && last.account === account.value?.id ? last.rows : null

/** A full number is known to the server alone. */
export const isFullNumber = (words: string): boolean =>
  /^(1[3-9]\d{9}|0\d{9,11}|\d{15}|\d{17}[\dxX])$/.test(words.replace(/\s/g, ''))

/** What of a row is looked through, whatever its kind. */
const searched = ({ kind, id, body }: Row) => ({ kind, id, body: { ...body, ...beside(body) } })

function beside(body: Body): Body {
  const room = body.room as { address?: string } | null | undefined
  const building = body.building as { name?: string } | null | undefined
  const place = [room?.address, building?.name && `${building.name}${textOf(body.unit)}`]
  return { place_text: place.filter(Boolean).join(' ') }
}

/**
 * The register of one's own grids as this phone holds it: found, filtered and ordered here, with a line and without.
 * `isHere` is false for whoever works in no grid, or has not been told anything yet.
 */
export function useRegister(asked: () => Asked, isKept = false) {
  const kind = computed(() => asked().kind)
  const stored = useStored<{ kind: RegistryKind; rows: Row[] } | null>(
    async (one) => ({ kind: kind.value, rows: await one.rows(SUBJECTS[kind.value]) }),
    null,
    () => kind.value,
  )
  const all = computed(() =>
    stored.value?.kind === kind.value ? stored.value.rows : lastOf(kind.value),
  )
  watch(all, (rows) => {
    if (!rows) return
    last = { account: account.value?.id, kind: kind.value, rows }
    // Made once the list stands there, so that the first key need not wait for it.
    setTimeout(() => void index.value, INDEXED_AFTER)
  })

  const now = Date.now()
  const isTold = computed(() => !!all.value?.length || !!standing.value?.pulledAt)
  const isHere = computed(() => postingAt('grid') !== undefined && isTold.value)
  const there = computed(() => (all.value ?? []).filter(isThere))
  const tag = computed(() => asked().tag)
  const bodies = computed(() => there.value.map(({ body }) => body))
  const counts = computed(() => countsHere(kind.value, bodies.value, now))
  const index = computed((): Index => indexOf((all.value ?? []).map(searched)))
  const fits = computed((): Row[] => {
    const has = TAGS[kind.value].find(({ key }) => key === tag.value)?.has
    const among = tag.value === GONE ? (all.value ?? []) : there.value
    return has ? among.filter(({ body }) => has(body, now)) : among
  })
  const words = computed(() => asked().words)
  const byName = computed(() => asked().byName ?? true)
  // Each of its own, so that a key press does again only what it changes.
  const ordered = computed(() => [...fits.value].sort(orderOf(tag.value, byName.value)))
  const allowed = computed(() => new Map(fits.value.map((row) => [row.id, row])))
  const found = computed((): Row[] =>
    words.value ? matching(index.value, words.value, allowed.value) : ordered.value,
  )

  const { most, more, atLeast, leave } = useShown(asked, isKept)

  return {
    isHere,
    isRead: computed(() => all.value !== null),
    atLeast,
    total: computed(() => there.value.length),
    found: computed(() => found.value.length),
    rows: computed((): Listed[] =>
      found.value.slice(0, most.value).map((row) => listedOnce(kind.value, row)),
    ),
    hasMore: computed(() => found.value.length > most.value),
    more,
    tags: computed(() => tagsHere(kind.value, tag.value, counts.value)),
    leave,
  }
}

const listed = new WeakMap<Row, Listed>()

/** The same for the same row, so that a card that stays on the screen is not drawn again. */
function listedOnce(kind: RegistryKind, row: Row): Listed {
  const known = listed.get(row) ?? listedOf(kind, row)
  listed.set(row, known)
  return known
}

/** How many of the list are shown; when it is come back to, as many as when it was left. */
function useShown(asked: () => Asked, isKept: boolean) {
  const name = computed(() => JSON.stringify({ ...asked(), who: account.value?.id }))
  const most = shallowRef(asked().words ? SCREENFUL : PAGE)
  if (isKept) {
    if (left?.name === name.value) atLeast(left.shown)
    left = null
  }
  watch(name, () => (most.value = SCREENFUL), { flush: 'sync' })

  /** What stands on the screen already stays there. */
  function atLeast(shown: number): void {
    most.value = Math.max(most.value, shown)
  }

  return {
    most,
    atLeast,
    more: () => void (most.value += PAGE),
    leave: (shown: number) => void (left = { name: name.value, shown }),
  }
}

/** In the order in which they fit, those that pass the filter. */
function matching(index: Index, words: string, allowed: Map<string, Row>): Row[] {
  return look(index, words, Number.MAX_SAFE_INTEGER).flatMap(({ id }) => allowed.get(id) ?? [])
}

function orderOf(tag: string, byName: boolean) {
  if (tag === DUE) return dueFirst
  return byName ? inOrder : unseenFirst
}

/** Of days and letters; a comparison as dictionaries have it takes ten times as long. */
const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const unseenFirst = (a: Row, b: Row): number =>
  compared(textOf(a.body.confirmed_at), textOf(b.body.confirmed_at))

const nextOf = ({ body }: Row): string =>
  nextVisitOn(listOf(body.visits) as unknown as Visit[]) ?? ''

const dueFirst = (a: Row, b: Row): number => compared(nextOf(a), nextOf(b))

const lettersOf = ({ body, kind }: Row): string =>
  kind === 'room' ? `${textOf(body.address)} ${idOf(body.building)}` : textOf(body.initials)

/** As the server's lists: by letters, houses by their address. */
const inOrder = (a: Row, b: Row): number => compared(lettersOf(a), lettersOf(b))
