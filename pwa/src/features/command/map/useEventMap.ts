import type { GeoJSONSource, Map as MapLibreMap, MapLayerMouseEvent, Popup } from 'maplibre-gl'
import { watch, type Ref } from 'vue'
import type { EventPoint } from '@/data/events'
import type { StateCode } from '@/data/types'
import { addEventLayers, show } from '@/features/command/map/layers'
import { STATES } from '@/features/command/words'

interface Told {
  points: () => EventPoint[]
  chosen: () => EventPoint | null
  fresh: () => ReadonlySet<string>
  isRemembered: boolean
  pick: (id: string) => void
  view: (bbox: string) => void
}

const CLOSE = 15
const CALM = { animate: !matchMedia('(prefers-reduced-motion: reduce)').matches, duration: 500 }

/** Puts the matters on the map and says which one was clicked and what is in view. */
export function useEventMap(map: Ref<MapLibreMap | null>, told: Told) {
  let isPlaced = told.isRemembered

  watch(
    map,
    (made) => {
      if (!made) return
      addEventLayers(made)
      hear(made)
    },
    { immediate: true },
  )
  watch([map, told.points], ([made, points]) => {
    if (!made) return
    show(made, 'events', points)
    if (!isPlaced && points.length) isPlaced = fit(made, points)
  })
  watch([map, told.points, told.fresh], ([made, points, fresh]) => {
    const glowing = points.filter(([id]) => fresh.has(id))
    if (made) show(made, 'fresh', glowing)
  })
  watch([map, told.chosen], ([made, point], [before, last]) => {
    if (made) choose(made, point, before ? (last ?? null) : null)
  })

  function hear(made: MapLibreMap): void {
    const tell = (): void => told.view(boxOf(made))
    made.on('moveend', tell)
    tell()
    made.on('click', 'mark', (event) => {
      const id: unknown = event.features?.[0]?.properties.id
      if (typeof id === 'string') told.pick(id)
    })
    made.on('click', 'cluster', (event) => void spread(made, event))
    hint(made)
  }

  function fitAll(): void {
    if (map.value && told.points().length) fit(map.value, told.points())
  }

  return { fitAll }
}

const boxOf = (map: MapLibreMap): string =>
  map
    .getBounds()
    .toArray()
    .flat()
    .map((degrees) => degrees.toFixed(4))
    .join(',')

function fit(map: MapLibreMap, points: EventPoint[]): true {
  const lons = points.map(([, lon]) => lon)
  const lats = points.map(([, , lat]) => lat)
  map.fitBounds(
    [
      [Math.min(...lons), Math.min(...lats)],
      [Math.max(...lons), Math.max(...lats)],
    ],
    { padding: 60, maxZoom: CLOSE, ...CALM },
  )
  return true
}

function choose(map: MapLibreMap, point: EventPoint | null, before: EventPoint | null): void {
  show(map, 'chosen', point ? [point] : [])
  if (!point || point[0] === before?.[0]) return
  const place: [number, number] = [point[1], point[2]]
  if (map.getZoom() < CLOSE - 1 || !map.getBounds().contains(place))
    map.easeTo({ center: place, zoom: Math.max(CLOSE, map.getZoom()), ...CALM })
}

async function spread(map: MapLibreMap, event: MapLayerMouseEvent): Promise<void> {
  const feature = event.features?.[0]
  if (feature?.geometry.type !== 'Point') return
  const source = map.getSource<GeoJSONSource>('events')
  const zoom = await source?.getClusterExpansionZoom(Number(feature.properties.cluster_id))
  map.easeTo({ center: feature.geometry.coordinates as [number, number], zoom, ...CALM })
}

function hint(map: MapLibreMap): void {
  let popup: Popup | undefined
  map.on('mousemove', 'mark', (event) => {
    const { number, state } = event.features?.[0]?.properties ?? {}
    map.getCanvas().style.cursor = 'pointer'
    void words(`${String(number)} ${STATES[state as StateCode].label}`, event)
  })
  map.on('mouseleave', 'mark', () => {
    map.getCanvas().style.cursor = ''
    popup?.remove()
  })
  map.on('mouseenter', 'cluster', () => (map.getCanvas().style.cursor = 'pointer'))
  map.on('mouseleave', 'cluster', () => (map.getCanvas().style.cursor = ''))

  async function words(text: string, event: MapLayerMouseEvent): Promise<void> {
    const { maplibre } = await import('@/features/command/map/engine')
    popup ??= new maplibre.Popup({ closeButton: false, offset: 16, className: 'map-hint' })
    popup.setLngLat(event.lngLat).setText(text).addTo(map)
  }
}
