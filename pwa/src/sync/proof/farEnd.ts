import type { Answered, Asked } from '@/sync/line'
import { ok, told } from '@/sync/proof/answers'
import {
  emptyMemory,
  isRight,
  keyOf,
  lastRev,
  linesOf,
  nowhere,
  type Change,
  type Fed,
  type Memory,
  type Packed,
  type Told,
} from '@/sync/proof/memory'
import {
  BATCH,
  type Body,
  type Command,
  type LiveRow,
  type Outcome,
  type Scope,
  type Status,
  type ToldRow,
} from '@/sync/wire'

/** The server's half as the wire tells it, in memory: the far end of the phone's model test. */

const PAGE = 3
const PATIENCE = 4
const STALE = 3
/** Of these a silent merge must not decide. */
const KEY_FIELDS = new Set(['name'])

export class FarEnd {
  epoch = 1
  memory: Memory = emptyMemory()
  /** Which scopes each account has now. */
  readonly assigned = new Map<number, Set<Scope>>()
  readonly purged: { account: number; scope: Scope }[] = []
  /** Commands that break the server whenever they come. */
  readonly poison = new Set<string>()
  #backup: Memory | null = null
  clock = 0
  readonly #packed = new Map<Scope, Packed>()

  // What the office does

  /** One transaction: every scope it touches is raised once, whatever the number of rows. */
  write(changes: Change[]): void {
    const raised = new Map<Scope, number>()
    for (const change of changes) this.#writeOne(change, raised)
  }

  #writeOne({ kind, id, body, scopes }: Change, raised: Map<Scope, number>): void {
    const key = keyOf(kind, id)
    const before = this.memory.rows.get(key)
    const live = body ? scopes : []
    let rev = before?.rev ?? lastRev(this.memory, key)
    for (const scope of new Set([...(before?.scopes ?? []), ...live]))
      this.#feed(scope, raised, { kind, id, rev: (rev += 1), isDead: !live.includes(scope) })
    if (body) this.memory.rows.set(key, { kind, id, rev, body, scopes })
    else this.memory.rows.delete(key)
  }

  #feed(scope: Scope, raised: Map<Scope, number>, row: Omit<Fed, 'version'>): void {
    const version = raised.get(scope) ?? this.versionOf(scope) + 1
    raised.set(scope, version)
    this.memory.versions.set(scope, version)
    const fed = this.memory.feed.get(scope) ?? new Map<string, Fed>()
    this.memory.feed.set(scope, fed.set(keyOf(row.kind, row.id), { ...row, version }))
  }

  versionOf = (scope: Scope): number => this.memory.versions.get(scope) ?? 0
  floorOf = (scope: Scope): number => this.memory.floors.get(scope) ?? 0

  /** Tombstones do not stay for ever; whoever is older than the floor gets a manifest. */
  collectGarbage(): void {
    for (const [scope, fed] of this.memory.feed)
      for (const [key, { isDead, version }] of fed)
        if (isDead && version <= this.versionOf(scope) - 2) {
          fed.delete(key)
          this.memory.floors.set(scope, Math.max(this.floorOf(scope), version))
        }
  }

  backUp(): void {
    this.#backup = structuredClone(this.memory)
  }

  restore(): void {
    if (!this.#backup) return
    this.memory = structuredClone(this.#backup)
    this.epoch += 1
  }

  // What the phone asks

  answer(account: number, asked: Asked): Answered {
    const [door = '', what = ''] = asked.path.replace('/api/sync/', '').split('/')
    const body = (asked.body ?? {}) as Body
    const doors: Record<string, () => Answered> = {
      pull: () => ok(this.#pull(account, body)),
      rows: () => ok(this.#rows(body)),
      push: () => this.#push(body),
      purged: () => this.#purged(account, body),
      snapshot: () => ok(linesOf(this.#snapshot(what), PAGE)),
      photos: () => this.#photo(asked, what),
    }
    return doors[door]?.() ?? told(404)
  }

  #time = (): string => new Date((this.clock += 1)).toISOString()

  #scopesOf = (account: number) =>
    [...(this.assigned.get(account) ?? [])].map((scope) => ({ scope, name: scope, kind: 'grid' }))

  #pull(account: number, { scopes, learn }: Body): object {
    const named = scopes as Told[]
    const mine = this.assigned.get(account) ?? new Set()
    const known = new Set(named.map(({ scope }) => scope))
    const learnt = [...mine].filter((scope) => learn && !known.has(scope)).map(nowhere)
    const outcomes = [...this.memory.done.values()].map(({ outcome }) => outcome)
    return {
      server_time: this.#time(),
      scopes: [...named.filter(({ scope }) => mine.has(scope)), ...learnt].map((one) =>
        this.#scope(one),
      ),
      revoked: named.flatMap(({ scope }) => (mine.has(scope) ? [] : [scope])),
      outcomes: structuredClone(outcomes),
      ...(learn ? { mine: this.#scopesOf(account) } : {}),
    }
  }

  #scope(asked: Told): object {
    const { scope, epoch, version, digest } = asked
    const head = { scope, epoch: this.epoch, version: this.versionOf(scope) }
    if (version === null) return { ...head, snapshot: `/api/sync/snapshot/${scope}/` }
    const isWrong = version === head.version && !isRight(digest, this.liveIn(scope))
    if (epoch !== this.epoch || version < this.floorOf(scope) || isWrong)
      return { ...head, manifest: this.liveIn(scope).map(({ kind, id, rev }) => [kind, id, rev]) }
    const changes = this.#since(scope, version)
    const last = changes[PAGE - 1]?.version
    // A page never ends inside one version.
    const page = changes.filter((row) => last === undefined || row.version <= last)
    const more = page.length < changes.length
    return { ...head, version: more ? last : head.version, rows: page, more }
  }

  #since(scope: Scope, version: number): ToldRow[] {
    return this.fedIn(scope)
      .filter((row) => row.version > version)
      .sort((a, b) => a.version - b.version)
      .map(({ kind, id, rev, version: at, isDead }) =>
        isDead ? { kind, id, rev, version: at, dead: 'moved' } : this.#told(scope, kind, id),
      )
  }

  #told(scope: Scope, kind: string, id: string): LiveRow {
    const fed = this.memory.feed.get(scope)?.get(keyOf(kind, id))
    const body = structuredClone(this.memory.rows.get(keyOf(kind, id))?.body ?? {})
    return { kind, id, rev: fed?.rev ?? 0, version: fed?.version ?? 0, body }
  }

  fedIn = (scope: Scope): Fed[] => [...(this.memory.feed.get(scope)?.values() ?? [])]
  liveIn = (scope: Scope): Fed[] => this.fedIn(scope).filter(({ isDead }) => !isDead)

  /** Made once and given to whoever comes, until it is too old. */
  #snapshot(scope: Scope): Packed {
    const packed = this.#packed.get(scope)
    const isFresh = packed?.epoch === this.epoch && packed.version >= this.versionOf(scope) - STALE
    if (packed && isFresh && packed.version >= this.floorOf(scope)) return structuredClone(packed)
    const rows = this.liveIn(scope).map(({ kind, id }) => this.#told(scope, kind, id))
    const fresh = { scope, epoch: this.epoch, version: this.versionOf(scope), rows }
    this.#packed.set(scope, structuredClone(fresh))
    return fresh
  }

  #rows(body: Body): object {
    const { scope, rows } = body as { scope: Scope; rows: [string, string][] }
    const live = new Set(this.liveIn(scope).map(({ kind, id }) => keyOf(kind, id)))
    const there = rows.slice(0, BATCH.rows).filter(([kind, id]) => live.has(keyOf(kind, id)))
    const head = { scope, epoch: this.epoch, version: this.versionOf(scope) }
    return { ...head, rows: there.map(([kind, id]) => this.#told(scope, kind, id)) }
  }

  #push(body: Body): Answered {
    const { commands, epoch } = body as { commands: Command[]; epoch: number | null }
    const head = { server_time: this.#time(), epoch: this.epoch }
    if (epoch !== null && epoch < this.epoch) return ok({ ...head, outcomes: [] })
    if (commands.some(({ id }) => this.poison.has(id))) return told(500)
    const outcomes = commands.map((command) => this.#do(structuredClone(command)))
    const parked = [...this.memory.parked.values()]
    parked.forEach(({ command }) => this.#do(command))
    return ok({ ...head, outcomes: structuredClone(outcomes) })
  }

  #do(command: Command): Outcome {
    const print = JSON.stringify({ ...command, seq: 0 })
    const known = this.memory.done.get(command.id)
    if (known && known.print !== print) return this.#outcome(command, 'rejected', 'id_reused')
    if (known && known.outcome.status !== 'parked') return known.outcome
    const outcome = this.#outcome(command, this.#attempt(command))
    this.memory.done.set(command.id, { print, outcome })
    return outcome
  }

  /** What waits in vain goes to a person. */
  #attempt(command: Command): Status {
    const tries = (this.memory.parked.get(command.id)?.tries ?? 0) + 1
    const status = this.#apply(command)
    this.memory.parked.delete(command.id)
    if (status !== 'parked' || tries > PATIENCE) return status === 'parked' ? 'held' : status
    this.memory.parked.set(command.id, { command, tries })
    return 'parked'
  }

  #outcome = ({ id }: Command, status: Status, code = ''): Outcome => ({
    id,
    status,
    code,
    message: status,
    fields: {},
    answer: null,
    at: this.#time(),
  })

  #apply(command: Command): Status {
    if (command.kind === 'person.correct') return this.#correct(command)
    if (command.kind === 'event.report') {
      const scopes = [command.data.grid as Scope]
      this.write([{ kind: 'event', id: command.id, body: command.data, scopes }])
    }
    if (command.kind === 'visit.record') this.#visit(command)
    if (command.row !== null && !this.memory.rows.has(keyOf('event', command.row)))
      return lastRev(this.memory, keyOf('event', command.row)) > 0 ? 'rejected' : 'parked'
    this.memory.effects.push(command.id)
    return 'applied'
  }

  /** Stands with whom it was paid to, as far as they are still there. */
  #visit({ id, data }: Command): void {
    const whom = this.memory.rows.get(keyOf('person', String(data.person)))
    const visits = [{ id }, ...((whom?.body.visits ?? []) as Body[])]
    if (whom) this.write([{ ...whom, body: { ...whom.body, visits } }])
  }

  #correct(command: Command): Status {
    const key = keyOf('person', command.row ?? '')
    const row = this.memory.rows.get(key)
    if (!row) return lastRev(this.memory, key) > 0 ? 'held' : 'parked'
    const isDisputed = Object.entries(command.data).some(
      ([field, fresh]) =>
        KEY_FIELDS.has(field) && ![command.old[field], fresh].includes(row.body[field]),
    )
    if (isDisputed) return 'held'
    this.write([{ ...row, body: { ...row.body, ...command.data } }])
    this.memory.effects.push(command.id)
    return 'applied'
  }

  #purged(account: number, body: Body): Answered {
    this.purged.push({ account, scope: body.scope as Scope })
    return ok({})
  }

  #photo({ method, headers, bytes }: Asked, id: string): Answered {
    if (method === 'HEAD') return this.#howFar(id)
    return this.#take(id, method, headers ?? {}, new Uint8Array(bytes ?? new ArrayBuffer()))
  }

  #take(id: string, method: string, headers: Record<string, string>, sent: Uint8Array): Answered {
    const known = this.memory.photos.get(id)
    const sha256 = headers['X-Sha256'] ?? ''
    if (known) return known.sha256 === sha256 ? ok({ id, sha256 }) : told(409)
    if (method === 'PATCH') return this.#piece(id, headers, sent)
    this.memory.photos.set(id, { sha256, bytes: sent })
    return ok({ id, sha256 })
  }

  #howFar(id: string): Answered {
    const known = this.memory.photos.get(id)
    if (known) return told(200, null, { 'X-Sha256': known.sha256 })
    const begun = this.memory.pieces.get(id)
    return begun ? told(200, null, { 'Upload-Offset': String(begun.bytes.length) }) : told(404)
  }

  /** A piece that does not begin where the others end is not taken. */
  #piece(id: string, headers: Record<string, string>, piece: Uint8Array): Answered {
    const sha256 = headers['X-Sha256'] ?? ''
    const begun = this.memory.pieces.get(id)?.bytes ?? new Uint8Array()
    const isNext = Number(headers['Upload-Offset']) === begun.length
    const bytes = new Uint8Array([...begun, ...(isNext ? piece : [])])
    this.memory.pieces.set(id, { sha256, bytes })
    if (bytes.length < Number(headers['Upload-Length'])) return ok({ id, offset: bytes.length })
    this.memory.pieces.delete(id)
    this.memory.photos.set(id, { sha256, bytes })
    return ok({ id, sha256 })
  }
}
