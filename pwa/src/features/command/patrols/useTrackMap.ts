import type { Map as MapLibreMap } from 'maplibre-gl'
import { watch, type Ref } from 'vue'
import type { Track } from '@/data/rounds'
import type { GridDetail } from '@/data/types'
import { addTrackLayers, show } from '@/features/command/patrols/layers'
import { boxOf, endsOf, lineOf, pointsOf, type Box } from '@/features/command/patrols/shapes'

interface Told {
  grid: () => GridDetail | null
  track: () => Track['track']
  isOn: () => boolean
}

const CALM = { animate: !matchMedia('(prefers-reduced-motion: reduce)').matches, duration: 400 }

/** Draws the grid of the chosen round, and where it led once somebody asked. */
export function useTrackMap(map: Ref<MapLibreMap | null>, told: Told): void {
  watch(map, (made) => made && addTrackLayers(made), { immediate: true })
  watch([map, told.grid], ([made, grid]) => {
    if (!made) return
    const geometry = grid?.outline
    show(made, 'round-grid', geometry ? [{ type: 'Feature', properties: {}, geometry }] : [])
    if (geometry && !told.track().length) fit(made, boxOf(pointsOf(geometry)))
  })
  watch([map, told.track], ([made, track]) => {
    if (!made) return
    show(made, 'track', lineOf(track))
    show(made, 'track-ends', endsOf(track, told.isOn()))
    fit(made, boxOf(track))
  })
}

function fit(map: MapLibreMap, box: Box | null): void {
  if (box) map.fitBounds(box, { padding: 70, maxZoom: 17, ...CALM })
}
