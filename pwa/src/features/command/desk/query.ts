import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { EventFilters } from '@/data/events'
import type { Channel, Level, Light, RowId, StateCode } from '@/data/types'
import { CHANNELS, isEnded, LEVELS, STATES } from '@/features/command/words'

export type Tab = 'mine' | 'all' | 'soon' | 'late'

/** The one question that queue and map both ask; it lives in the address. */
export interface DeskQuery {
  tab: Tab
  states: StateCode[]
  level: Level | null
  channel: Channel | null
  category: RowId | null
  q: string
  /** Only what lies on the visible part of the map. */
  here: boolean
  event: string | null
}

const TABS: ReadonlySet<string> = new Set(['mine', 'all', 'soon', 'late'])
const LIGHT_OF: Record<Tab, Light | undefined> = {
  mine: undefined,
  all: undefined,
  soon: 'YELLOW',
  late: 'RED',
}
const word = (value: LocationQuery[string] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? ''
const known = <T extends string>(value: string, words: Record<T, unknown>): T | null =>
  Object.hasOwn(words, value) ? (value as T) : null

export function readQuery(query: LocationQuery, home: Tab): DeskQuery {
  const tab = word(query.tab)
  return {
    tab: TABS.has(tab) ? (tab as Tab) : home,
    states: word(query.state)
      .split(',')
      .filter((state): state is StateCode => Object.hasOwn(STATES, state)),
    level: known(word(query.level), LEVELS),
    channel: known(word(query.channel), CHANNELS),
    category: Number(word(query.category)) || null,
    q: word(query.q),
    here: word(query.here) === '1',
    event: word(query.event) || null,
  }
}

export function writeQuery(query: DeskQuery): LocationQueryRaw {
  const pairs = {
    tab: query.tab,
    state: query.states.join(','),
    level: query.level ?? '',
    channel: query.channel ?? '',
    category: String(query.category ?? ''),
    q: query.q.trim(),
    here: query.here ? '1' : '',
    event: query.event ?? '',
  }
  return Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== ''))
}

/** Ended matters show only when somebody looks for them: by state, or by number or word. */
function openOnly({ tab, q, states }: DeskQuery): 1 | undefined {
  if (tab === 'mine') return undefined
  const looksBack = tab === 'all' && (q.trim() !== '' || states.some(isEnded))
  return looksBack ? undefined : 1
}

export function filtersOf(query: DeskQuery, bbox: string | null): EventFilters {
  return {
    scope: query.tab === 'mine' ? 'mine' : 'reach',
    light: LIGHT_OF[query.tab],
    open: openOnly(query),
    state: query.states,
    level: query.level ?? undefined,
    channel: query.channel ?? undefined,
    category: query.category ?? undefined,
    q: query.q.trim(),
    bbox: bbox ?? undefined,
  }
}

export const isNarrowed = (query: DeskQuery): boolean =>
  query.states.length > 0 ||
  query.level !== null ||
  query.channel !== null ||
  query.category !== null ||
  query.q.trim() !== '' ||
  query.here

export const WIDE = {
  states: [],
  level: null,
  channel: null,
  category: null,
  q: '',
  here: false,
} satisfies Partial<DeskQuery>
