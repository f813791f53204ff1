/** What one may look for: a name, its letters or pinyin, a plate, the last four of a number (which are not masked). */
export interface Found {
  kind: string
  id: string
}

interface Entry extends Found {
  /** Each word one may begin, in small letters. */
  words: string[]
  /** Where any part may be looked for. */
  text: string
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
  }))
}

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
  const words = plain(asked).split(/\s+/).filter(Boolean)
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

const MISSED = 9

function rankOf({ words, text }: Entry, asked: string): number {
  if (words.includes(asked) || text.startsWith(asked)) return 0
  if (words.some((word) => word.startsWith(asked))) return 1
  return text.includes(asked) ? 2 : MISSED
}
