import type { Report } from '@/data/types'
import type { Photos } from '@/features/photos/usePhotos'
import { findTaxonomy } from '@/features/report/taxonomy'
import { kindsOf } from '@/features/report/categories'
import { newPhotos, photoId } from '@/features/sync/photos'
import { phone } from '@/sync/access'
import type { Waiting } from '@/sync/db'
import type { Body } from '@/sync/wire'

interface Saving {
  id: string
  report: Report
  photos: Photos
  grid: { id: number; name: string } | null
}

/** Kept with its photos, all or nothing; sent when there is a line. The matter will have the command's id. */
export async function saveReport({ id, report, photos, grid }: Saving): Promise<Waiting> {
  const shots = photos.held.value
  const one = await phone()
  const category = await categoryOf(report.category)
  return one.save(
    {
      id,
      kind: 'event.report',
      title: `上报：${category.name}`,
      scope: grid ? `grid:${grid.id}` : null,
      data: { ...report, photos: shots.map(photoId) },
      shown: shownOf(report, category, grid),
    },
    await newPhotos(shots),
  )
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
