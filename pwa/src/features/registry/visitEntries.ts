import { dayWords } from '@/data/citizen'
import { visitPhotos, type Visit } from '@/data/registry'
import { checklistLines } from '@/features/registry/useChecklists'

/** A visit as a moment of a timeline; `held` are pictures this phone still has. */
export const entryOf = (visit: Visit, held: Record<string, string>) => ({
  at: visit.at,
  label: visit.label,
  who: visit.by,
  note: visit.note,
  lines: [
    ...checklistLines(visit.checklist),
    ...(visit.next_on ? [`下次走访：${dayWords(visit.next_on)}`] : []),
  ],
  photos: visitPhotos(visit, held),
})

/** The visit of a moment that the server tells without what was asked and photographed. */
export const visitAt = (visits: Visit[], at: string): Visit | undefined =>
  visits.find((visit) => Date.parse(visit.at) === Date.parse(at))
