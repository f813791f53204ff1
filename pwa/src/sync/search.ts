/**
 * What one may look for: a name, its letters or pinyin, a plate or its last four, a door as people write it (7-3-201),
 * the last four of a number (which are not masked).
 */
export interface Found {
  kind: string
  id: string
}

interface Entry extends Found {
  /** Each word one may begin, in small letters. */
  words: string[]
  /** Where any part may be looked for. */
  text: string
  /** A door by building, entrance and number, for whoever types hyphens. */
  doors: string[]
  /** The end of its plate: only whole, as its first digits would fit one house in ten. */
  plate: string
}

/** The names of a row's fields that people look for, whatever its kind. */
const TEXTS = ['name', 'address', 'text', 'place_text', 'number', 'work_place'] as const
const BEGINNINGS = ['initials', 'pinyin', 'plate_code', 'number', 'uscc'] as const
const ENDINGS = ['phone', 'document'] as const
const LAST = 4

export type Index = Entry[]

export interface Searched extends Found {
  body: Record<string, unknown>
}

/** In memory, made once for all rows; asked at every key press. */
export function indexOf(rows: Searched[]): Index {
  return rows.map(({ kind, id, body }) => ({
    kind,
    id,
    words: [
      ...wordsOf(body, BEGINNINGS),
      ...wordsOf(body, ENDINGS).map((word) => word.slice(-LAST)),
    ],
    text: wordsOf(body, TEXTS).join(' '),
    doors: doorsOf(body),
    plate: wordsOf(body, ['plate_code']).join('').slice(-LAST),
  }))
}

/** 7栋3单元201 is 7-3-201, 3-201 and 7-201. */
function doorsOf({ building, unit, number }: Record<string, unknown>): string[] {
  const [block, entrance] = [signOf((building as { name?: unknown } | null)?.name), signOf(unit)]
  if (typeof number !== 'string' || !(block || entrance)) return []
  const before = [[block, entrance], [entrance], [block]].map((parts) => parts.filter(Boolean))
  const doors = before.filter((parts) => parts.length > 0)
  return [...new Set(doors.map((parts) => [...parts, plain(number)].join('-')))]
}

/** What tells it from its neighbours: the 2 of 2号楼, the a of A座. */
const signOf = (name: unknown): string =>
  typeof name === 'string'
    ? (plain(name)
        .match(/\d+|[a-z]+/g)
        ?.at(-1) ?? '')
    : ''

/** Full-width as half-width, small letters. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

function wordsOf(body: Record<string, unknown>, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = body[name]
    return typeof value === 'string' && value !== '' ? [plain(value)] : []
  })
}

/** Every word asked must be somewhere; whoever begins with it comes first. */
export function look(index: Index, asked: string, most = 50): Found[] {
  const words = plain(asked).replace(DASHES, '-').split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const hits = index.flatMap((entry) => {
    const ranks = words.map((word) => rankOf(entry, word))
    return ranks.includes(MISSED) ? [] : [{ entry, rank: Math.max(...ranks) }]
  })
  return hits
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ entry: { kind, id } }) => ({ kind, id }))
}

const DASHES = /[‐-―−]/g
const MISSED = 9

function rankOf(entry: Entry, asked: string): number {
  const { words, text, doors } = entry
  if (words.includes(asked) || text.startsWith(asked) || doors.includes(asked)) return 0
  if (isBegun(entry, asked)) return 1
  return text.includes(asked) ? 2 : MISSED
}

const isBegun = ({ words, doors, plate }: Entry, asked: string): boolean =>
  plate === asked ||
  words.some((word) => word.startsWith(asked)) ||
  (asked.includes('-') && doors.some((door) => door.startsWith(asked)))
