import { rowOf } from '@/sync/ids'
import type { Waiting } from '@/sync/db'

const SPOKEN = ['text', 'note', 'reason', 'answer', 'place_text']

/** What the worker wrote, in the worker's own words; empty where only something was chosen. */
export const saidIn = ({ data }: Pick<Waiting, 'data'>): string =>
  SPOKEN.flatMap((name) => {
    const words = data[name]
    return typeof words === 'string' && words.trim() !== '' ? [words.trim()] : []
  }).join(' · ')

const PAGES: Record<string, string> = {
  event: '/events',
  person: '/registry/people',
  room: '/registry/rooms',
  organisation: '/registry/organisations',
}

/** Where what it is about can be seen with it; null where no page shows that. */
export function pathOf(command: Pick<Waiting, 'id' | 'kind' | 'row' | 'data'>): string | null {
  const page = PAGES[command.kind.split('.')[0] ?? '']
  if (page) return `${page}/${rowOf(command)}`
  const about = Object.keys(PAGES).find((name) => typeof command.data[name] === 'string')
  return about ? `${PAGES[about]}/${String(command.data[about])}` : null
}

/** So often the server would not have it; of a dead line each try would count against every record. */
export const triesOf = ({ refused = 0 }: Pick<Waiting, 'refused'>): string =>
  refused > 0 ? `已试${refused}次` : ''
