import { newId } from '@/data/ids'
import type { Command } from '@/sync/wire'

/** A UUID that sorts by its time (RFC 9562, version 7). */
export function timedId(now: number): string {
  const time = now.toString(16).padStart(12, '0')
  const rest = newId()
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${rest.slice(15)}`
}

/** A row made by a command is known by the command's id. */
export const rowOf = (command: Pick<Command, 'row' | 'id'>): string => command.row ?? command.id
