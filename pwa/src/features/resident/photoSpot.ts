import { watch, type Ref } from 'vue'
import type { Photos } from '@/features/photos/usePhotos'
import type { Spot } from '@/features/resident/draft'

/** A photo that knows where it was taken spares a step; a place already given stays. */
export function fillFromPhotos(spot: Ref<Spot | null>, { held }: Photos): void {
  watch(held, (shots) => {
    const shot = shots.find(({ lon, lat }) => lon !== undefined && lat !== undefined)
    if (spot.value || shot?.lon === undefined || shot.lat === undefined) return
    spot.value = { lon: shot.lon, lat: shot.lat, crs: 'WGS84', source: 'photo' }
  })
}
