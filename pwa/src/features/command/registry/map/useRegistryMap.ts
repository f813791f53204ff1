import type { GeoJSONSource, Map as MapLibreMap, MapLayerMouseEvent } from 'maplibre-gl'
import { watch, type Ref } from 'vue'
import type { RegistryPoint } from '@/data/registryDesk'
import { addRegistryLayers, draw } from '@/features/command/registry/map/layers'

interface Told {
  points: () => RegistryPoint[]
  chosen: () => RegistryPoint | null
  /** How much of the map's right is covered by the opened page. */
  covered: () => number
  pick: (id: string) => void
  /** Several rows on one spot: whoever clicked chooses among them. */
  choose: (ids: string[], many: number) => void
}

const CLOSE = 16
const DEEPEST = 18
/** As many as the server answers at once. */
const OFFERED = 100
const CALM = { animate: !matchMedia('(prefers-reduced-motion: reduce)').matches, duration: 500 }

/** Puts the rows on the map and says which one was clicked. */
export function useRegistryMap(map: Ref<MapLibreMap | null>, told: Told) {
  watch(
    map,
    (made) => {
      if (!made) return
      addRegistryLayers(made)
      hear(made)
    },
    { immediate: true },
  )
  watch([map, told.points], ([made, points], [before, last]) => {
    if (!made) return
    draw(made, 'rows', points)
    // A new question is looked at whole; the page beside it asks none.
    if (points.length && (points !== last || !before) && !told.chosen()) fit(made, points)
  })
  watch([map, told.chosen], ([made, point]) => {
    if (!made) return
    draw(made, 'chosen', point ? [point] : [])
    if (point) approach(made, point)
  })

  const padding = () => ({ top: 60, bottom: 40, left: 40, right: 40 + told.covered() })

  function fit(made: MapLibreMap, points: RegistryPoint[]): void {
    const lons = points.map(([, lon]) => lon)
    const lats = points.map(([, , lat]) => lat)
    made.fitBounds(
      [
        [Math.min(...lons), Math.min(...lats)],
        [Math.max(...lons), Math.max(...lats)],
      ],
      { padding: padding(), maxZoom: CLOSE, ...CALM },
    )
  }

  function approach(made: MapLibreMap, [, lon, lat]: RegistryPoint): void {
    const offset: [number, number] = [-told.covered() / 2, 0]
    made.easeTo({ center: [lon, lat], zoom: Math.max(CLOSE, made.getZoom()), offset, ...CALM })
  }

  function hear(made: MapLibreMap): void {
    made.on('click', 'row', (event) => told.pick(idOf(event.features?.[0])))
    made.on('click', 'heap', (event) => void spread(made, event, told))
    for (const layer of ['row', 'heap']) {
      made.on('mouseenter', layer, () => (made.getCanvas().style.cursor = 'pointer'))
      made.on('mouseleave', layer, () => (made.getCanvas().style.cursor = ''))
    }
  }

  function fitAll(): void {
    if (map.value && told.points().length) fit(map.value, told.points())
  }

  return { fitAll }
}

const idOf = (feature: GeoJSON.Feature | undefined): string => String(feature?.properties?.id ?? '')

/** A heap that no zoom can part is one house: its rows are offered to choose from. */
async function spread(
  map: MapLibreMap,
  event: MapLayerMouseEvent,
  told: Pick<Told, 'pick' | 'choose'>,
): Promise<void> {
  const feature = event.features?.[0]
  const source = map.getSource<GeoJSONSource>('rows')
  if (feature?.geometry.type !== 'Point' || !source) return
  const heap = Number(feature.properties.cluster_id)
  const center = feature.geometry.coordinates as [number, number]
  const zoom = await source.getClusterExpansionZoom(heap)
  if (zoom <= DEEPEST) return void map.easeTo({ center, zoom, ...CALM })
  const leaves = await source.getClusterLeaves(heap, OFFERED, 0)
  told.choose(leaves.map(idOf), Number(feature.properties.point_count))
}
