import type { Report } from '@/data/types'
import type { ShownEvent } from '@/features/events/local'
import type { Photos } from '@/features/photos/usePhotos'
import { findTaxonomy } from '@/features/report/taxonomy'
import { kindsOf } from '@/features/report/categories'
import { newPhotos, newVoices, photoId } from '@/features/sync/photos'
import type { Voices } from '@/features/voice/useVoices'
import { phone } from '@/sync/access'
import type { Waiting } from '@/sync/db'
import type { Body } from '@/sync/wire'

interface Saving {
  id: string
  report: Report
  photos: Photos
  voices: Voices
  grid: { id: number; name: string } | null
}

/** Kept with its photos, all or nothing; sent when there is a line. The matter will have the command's id. */
export async function saveReport({ id, report, photos, voices, grid }: Saving): Promise<Waiting> {
  const shots = photos.held.value
  const spoken = voices.spoken.value
  const one = await phone()
  const category = await categoryOf(report.category)
  return one.save(
    {
      id,
      kind: 'event.report',
      title: `上报：${category.name}`,
      scope: grid ? `grid:${grid.id}` : null,
      data: { ...report, photos: shots.map(photoId), voices: spoken.map(photoId) },
      shown: shownOf(report, category, grid),
    },
    [...(await newPhotos(shots)), ...(await newVoices(spoken))],
  )
}

interface Adding {
  id: string
  event: ShownEvent
  note: string
  photos: Photos
  voices: Voices
}

/** In a matter that is there already. */
export async function saveWords({ id, event, note, photos, voices }: Adding): Promise<Waiting> {
  const [shots, spoken] = [photos.held.value, voices.spoken.value]
  const one = await phone()
  const { scope = null, rev = null } = (await one.row('event', event.id)) ?? {}
  const data = { note, photos: shots.map(photoId), voices: spoken.map(photoId) }
  const doing = { id, kind: 'event.comment', row: event.id, scope, base_rev: rev, data }
  const media = [...(await newPhotos(shots)), ...(await newVoices(spoken))]
  return one.save({ ...doing, title: `补充说明：${event.category.name}` }, media)
}

async function categoryOf(id: number): Promise<{ id: number; name: string; code: string }> {
  const kinds = await findTaxonomy().then(kindsOf, () => [])
  const kind = kinds.find((one) => one.id === id)
  return { id, name: kind?.name ?? '事件', code: kind?.code ?? '' }
}

const shownOf = (report: Report, category: object, grid: object | null): Body => ({
  category,
  text: report.text,
  place_text: report.place_text,
  lon: report.lon,
  lat: report.lat,
  ...(grid && { grid }),
  reported_at: new Date().toISOString(),
})
