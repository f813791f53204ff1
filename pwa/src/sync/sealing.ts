import type { DBCore, DBCoreCursor, DBCoreTable, Dexie } from 'dexie'
import type { Cipher, Safe } from '@/data/safe'
import { NONCE } from '@/sync/cipher'

/**
 * The border between the code and the disk: everything of a row is sealed on its way down and opened on
 * its way up, but for what is looked up, ordered or counted by. Above it nobody knows of sealing.
 */

type Row = Record<string, unknown>

/** What stays readable, beside each table's indexes. */
const COMMAND = (
  'id seq kind v row scope base_rev expected_state needs photos ' +
  'occurred_at saved_at tries tried_at next_at parked'
).split(' ')
const PLAIN: Record<string, readonly string[]> = {
  commands: COMMAND,
  journal: [...COMMAND, 'settled_at', 'open', 'echo'],
  media: ['id', 'command', 'type', 'sha256', 'waiting', 'sent_at', 'tries', 'next_at'],
  rows: ['kind', 'id', 'epoch', 'rev', 'scopes', 'revs'],
}
/** Read whole at every look: what was opened is remembered, of rows that are never changed in place as it is. */
const REMEMBERED = new Set(['commands', 'journal'])
const UNCHANGED = 'rows'

/** Bytes beside the text: as they came, and whether as a view of them. */
interface SealedBytes {
  bytes: Uint8Array
  isView: boolean
}

interface SealedRow extends Row {
  sealed: Uint8Array
  blobs: Record<string, SealedBytes>
}

const isSealedRow = (row: object): row is SealedRow => 'sealed' in row

/** Outermost of all, so that whatever else looks at the tables sees what the disk sees. */
const OUTERMOST = 20

export function sealRows(base: Dexie, safe: Safe): void {
  base.use({
    stack: 'dbcore',
    name: 'sealing',
    level: OUTERMOST,
    create: (core: DBCore) => ({
      ...core,
      table: (name) => {
        const table = core.table(name)
        const plain = PLAIN[name]
        return plain ? sealedTable(table, new Border(table, plainOf(table, plain), safe)) : table
      },
    }),
  })
}

const plainOf = ({ schema }: DBCoreTable, plain: readonly string[]): ReadonlySet<string> =>
  new Set([...plain, ...schema.indexes.flatMap(({ keyPath }) => keyPath ?? [])])

const aboutOf = (table: string, key: unknown): string => `${table}:${JSON.stringify(key)}`

/** What of a row in `rows` is hidden is its body, by which it is known again. */
export interface Sealable {
  kind: string
  id: string
  body: object
}

const ahead = new WeakMap<object, { cipher: Cipher; sealed: Uint8Array }>()

/** Sealing is the longer half of writing a row: of what comes in pieces it is done as they come. */
export function sealAhead(safe: Safe, rows: Sealable[]): void {
  if (safe.isLocked || !safe.cipher) return
  const { cipher } = safe
  for (const { kind, id, body } of rows)
    ahead.set(body, {
      cipher,
      sealed: sealText({ body }, { cipher, about: aboutOf('rows', [kind, id]) }),
    })
}

/** One table's rows, down and up. */
class Border {
  constructor(
    readonly table: DBCoreTable,
    readonly plain: ReadonlySet<string>,
    readonly safe: Safe,
  ) {}

  readonly down = (row: Row): Row => {
    const { cipher } = this.safe
    return cipher ? shut(row, this.plain, { cipher, about: this.#aboutOf(row) }) : row
  }

  readonly up = (stored: unknown): unknown => {
    if (typeof stored !== 'object' || stored === null || !isSealedRow(stored)) return stored
    const { cipher } = this.safe
    if (!cipher) throw new Error('sealed with a key that is not here')
    const lock = { cipher, about: this.#aboutOf(stored) }
    const text: Reading = (sealed) => openedText(sealed, lock)
    const once: Reading = (sealed) => this.#remembered(stored, lock, () => text(sealed))
    return this.table.name === UNCHANGED
      ? this.#remembered(stored, lock, () => unshut(stored, lock, text))
      : unshut(stored, lock, REMEMBERED.has(this.table.name) ? once : text)
  }

  #aboutOf(row: Row): string {
    return aboutOf(this.table.name, this.table.schema.primaryKey.extractKey?.(row))
  }

  /** Known by the nonce it was sealed with: sealed anew it has another. */
  #remembered<T>({ sealed }: SealedRow, { about }: Lock, open: () => T): T {
    const mark = String.fromCharCode(...sealed.subarray(0, NONCE))
    const known = this.safe.seen.get(about)
    if (known?.mark === mark) return known.kept as T
    const kept = open()
    this.safe.seen.set(about, { mark, kept })
    return kept
  }
}

interface Lock {
  cipher: Cipher
  about: string
}

function shut(row: Row, plain: ReadonlySet<string>, { cipher, about }: Lock): SealedRow {
  const kept: Row = {}
  const hidden: Row = {}
  const blobs: Record<string, SealedBytes> = {}
  for (const [name, value] of Object.entries(row)) {
    const bytes = plain.has(name) ? null : rawOf(value)
    if (plain.has(name)) kept[name] = value
    else if (!bytes) hidden[name] = value
    else
      blobs[name] = {
        bytes: cipher.seal(bytes, `${about}.${name}`),
        isView: ArrayBuffer.isView(value),
      }
  }
  return { ...kept, sealed: readyOf(hidden, cipher) ?? sealText(hidden, { cipher, about }), blobs }
}

const sealText = (hidden: Row, { cipher, about }: Lock): Uint8Array =>
  cipher.seal(new TextEncoder().encode(JSON.stringify(hidden)), about)

function readyOf({ body }: Row, cipher: Cipher): Uint8Array | null {
  const ready = typeof body === 'object' && body !== null ? ahead.get(body) : undefined
  return ready?.cipher === cipher ? ready.sealed : null
}

type Reading = (sealed: Uint8Array) => string

const openedText = (sealed: Uint8Array, { cipher, about }: Lock): string =>
  new TextDecoder().decode(cipher.open(sealed, about))

function unshut(stored: SealedRow, { cipher, about }: Lock, read: Reading): Row {
  const { sealed, blobs, ...kept } = stored
  const hidden = JSON.parse(read(sealed)) as Row
  for (const [name, { bytes, isView }] of Object.entries(blobs)) {
    const open = cipher.open(bytes, `${about}.${name}`)
    hidden[name] = isView ? open : open.buffer
  }
  return { ...kept, ...hidden }
}

/** Bytes whichever window they were made in. */
function rawOf(value: unknown): Uint8Array | null {
  if (ArrayBuffer.isView(value))
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  const isBuffer = Object.prototype.toString.call(value) === '[object ArrayBuffer]'
  return isBuffer ? new Uint8Array(value as ArrayBuffer) : null
}

function sealedTable(table: DBCoreTable, { down, up }: Border): DBCoreTable {
  return {
    ...table,
    mutate: (request) =>
      table.mutate(
        request.type === 'add' || request.type === 'put'
          ? { ...request, values: request.values.map((row: Row) => down(row)) }
          : request,
      ),
    get: (request) => table.get(request).then(up),
    getMany: (request) => table.getMany(request).then((rows) => rows.map(up)),
    query: (request) =>
      table
        .query(request)
        .then((found) => (request.values ? { ...found, result: found.result.map(up) } : found)),
    openCursor: (request) =>
      table
        .openCursor(request)
        .then((cursor) => (cursor && request.values ? openedCursor(cursor, up) : cursor)),
  }
}

const openedCursor = (cursor: DBCoreCursor, up: (stored: unknown) => unknown): DBCoreCursor =>
  Object.create(cursor, {
    key: { get: () => cursor.key as unknown },
    primaryKey: { get: () => cursor.primaryKey as unknown },
    value: { get: () => up(cursor.value) },
  }) as DBCoreCursor
