import type { PersonDetail } from '@/data/registryDesk'
import type { Opened } from '@/features/command/registry/record/useRecord'
import { KINDS, ROLES, SERVICES } from '@/features/command/registry/words'

interface Head {
  kind: string
  title: string
  flags: string[]
}

function flagsOfPerson(row: PersonDetail): string[] {
  const gone = row.died_on ? ['已去世'] : row.left_on ? ['已迁出'] : []
  const roles = row.roles.filter(({ to_on }) => to_on === null).map(({ kind }) => ROLES[kind])
  return [...(row.merged_into ? ['已并入另一条'] : gone), ...roles]
}

function flagsOf(opened: Opened): string[] {
  if (opened.kind === 'people') return flagsOfPerson(opened.row)
  if (opened.kind === 'rooms') return opened.row.rented ? ['出租'] : []
  if (opened.kind === 'service-places') return [SERVICES[opened.row.kind]]
  if (opened.kind === 'organisations') return opened.row.closed_on ? ['已停业'] : []
  return []
}

/** What stands over the page, whatever it is a page of. */
export const headOf = (opened: Opened): Head => ({
  kind: KINDS[opened.kind],
  title: opened.kind === 'rooms' ? opened.row.address : opened.row.name,
  flags: flagsOf(opened),
})
