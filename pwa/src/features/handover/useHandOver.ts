import { computed } from 'vue'
import { localDay } from '@/data/citizen'
import { housesOf, type House, type Rows } from '@/features/patrol/scene'
import { ROLES } from '@/features/registry/words'
import { useStored } from '@/sync/access'
import type { SyncPhone } from '@/sync/phone'
import type { Row } from '@/sync/view'

const ENDED = new Set(['CLOSED', 'REFUSED', 'NOT_FILED', 'VOID', 'MERGED'])
/** Whom the next worker has to know by name from the first day. */
const CARE = new Set(['LIVING_ALONE', 'DISABLED', 'HARDSHIP', 'PREGNANT', 'LEFT_BEHIND'])

interface Person {
  id: string
  name: string
  roles: string
}

const NOTHING = {
  buildings: [] as Row[],
  rooms: [] as Row[],
  people: [] as Row[],
  organisations: [] as Row[],
  parts: [] as Row[],
  events: [] as Row[],
  grids: [] as Row[],
  notes: [] as Row[],
  receipts: [] as Row[],
}
const KINDS: Record<keyof typeof NOTHING, string> = {
  buildings: 'building',
  rooms: 'room',
  people: 'person',
  organisations: 'organisation',
  parts: 'part',
  events: 'event',
  grids: 'grid',
  notes: 'handover',
  receipts: 'receipt',
}

async function gather(phone: SyncPhone): Promise<typeof NOTHING> {
  const told = await Promise.all(
    Object.entries(KINDS).map(async ([name, kind]) => [name, await phone.rows(kind)] as const),
  )
  return { ...NOTHING, ...(Object.fromEntries(told) as Partial<typeof NOTHING>) }
}

/** What is to be known of a grid on the first day, as far as the phone holds it. */
export function useHandOver(grid: () => number | undefined) {
  const rows = useStored(gather, NOTHING)
  const of = (row: Row): boolean => {
    const told = row.body.grid as { id?: number } | number | null
    return (typeof told === 'number' ? told : told?.id) === grid()
  }
  const mine = computed<Rows>(() => ({
    buildings: rows.value.buildings.filter(of),
    rooms: rows.value.rooms.filter(of),
    people: rows.value.people.filter(of),
    organisations: rows.value.organisations.filter(of),
    parts: rows.value.parts.filter(of),
    events: rows.value.events.filter(of),
  }))
  const body = computed(() => rows.value.grids.find(({ id }) => id === String(grid()))?.body)
  const due = computed(() => dueHouses(mine.value))
  const open = computed(() =>
    mine.value.events.filter(({ body: event }) => !ENDED.has(String(event.state))),
  )
  const care = computed(() => mine.value.people.flatMap(careOf))
  const notes = computed(() =>
    rows.value.notes.filter(of).sort((a, b) => writtenAt(b).localeCompare(writtenAt(a))),
  )
  const receivedAt = computed(() => {
    const receipt = rows.value.receipts.find(of)
    return typeof receipt?.body.at === 'string' ? receipt.body.at : null
  })
  return { mine, body, due, open, care, notes, receivedAt }
}

/** One that is still to be sent is the newest. */
const writtenAt = ({ body }: Row): string => (typeof body.at === 'string' ? body.at : '9')

function dueHouses(rows: Rows): House[] {
  const houses = [...housesOf(rows, localDay(new Date())).values()].flat()
  return houses
    .filter(({ due }) => due === 'late' || due === 'soon')
    .sort((a, b) => (a.due === b.due ? 0 : a.due === 'late' ? -1 : 1))
}

interface Role {
  kind: keyof typeof ROLES
  to_on: string | null
}

function careOf({ id, body }: Row): Person[] {
  if (body.left_on || body.died_on || !Array.isArray(body.roles)) return []
  const roles = (body.roles as Role[]).filter(({ kind, to_on: ended }) => !ended && CARE.has(kind))
  const words = roles.map(({ kind }) => ROLES[kind]).join('、')
  return words === ''
    ? []
    : [{ id, name: typeof body.name === 'string' ? body.name : '', roles: words }]
}
