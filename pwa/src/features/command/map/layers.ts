import type {
  ExpressionSpecification,
  GeoJSONSource,
  GeoJSONSourceSpecification,
  LayerSpecification,
  Map as MapLibreMap,
} from 'maplibre-gl'
import type { EventPoint } from '@/data/events'
import { drawMark, INK, markName } from '@/features/command/map/marks'

const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

const has = (name: string): ExpressionSpecification => ['>', ['get', name], 0]
const counted = (light: string): ExpressionSpecification => [
  '+',
  ['case', ['==', ['get', 'light'], light], 1, 0],
]
const WORST: ExpressionSpecification = [
  'case',
  has('red'),
  INK.RED,
  has('yellow'),
  INK.YELLOW,
  INK.GREEN,
]

const SOURCES: Record<string, GeoJSONSourceSpecification> = {
  events: {
    type: 'geojson',
    data: EMPTY,
    cluster: true,
    clusterRadius: 34,
    clusterMaxZoom: 16,
    clusterProperties: { red: counted('RED'), yellow: counted('YELLOW') },
  },
  fresh: { type: 'geojson', data: EMPTY },
  chosen: { type: 'geojson', data: EMPTY },
}

const MARK: ExpressionSpecification = ['get', 'mark']

const LAYERS: LayerSpecification[] = [
  {
    id: 'cluster',
    type: 'circle',
    source: 'events',
    filter: ['has', 'point_count'],
    paint: {
      'circle-color': '#ffffff',
      'circle-radius': ['interpolate', ['linear'], ['get', 'point_count'], 2, 13, 50, 19, 500, 27],
      'circle-stroke-width': 3,
      'circle-stroke-color': WORST,
    },
  },
  {
    id: 'cluster-count',
    type: 'symbol',
    source: 'events',
    filter: ['has', 'point_count'],
    layout: {
      'text-field': ['to-string', ['get', 'point_count']],
      'text-size': 13,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': '#1a2230' },
  },
  {
    id: 'fresh',
    type: 'circle',
    source: 'fresh',
    paint: {
      'circle-radius': 18,
      'circle-color': '#0f5fb8',
      'circle-opacity': 0.14,
      'circle-stroke-color': '#0f5fb8',
      'circle-stroke-width': 2,
      'circle-stroke-opacity': 0.7,
    },
  },
  {
    id: 'mark',
    type: 'symbol',
    source: 'events',
    filter: ['!', ['has', 'point_count']],
    layout: {
      'icon-image': MARK,
      'icon-allow-overlap': true,
      'symbol-sort-key': ['match', ['get', 'light'], 'RED', 2, 'YELLOW', 1, 0],
    },
  },
  {
    id: 'chosen-ring',
    type: 'circle',
    source: 'chosen',
    paint: {
      'circle-radius': 17,
      'circle-color': '#ffffff',
      'circle-opacity': 0.9,
      'circle-stroke-color': '#0b4a91',
      'circle-stroke-width': 3,
    },
  },
  {
    id: 'chosen',
    type: 'symbol',
    source: 'chosen',
    layout: { 'icon-image': MARK, 'icon-allow-overlap': true },
  },
]

export function addEventLayers(map: MapLibreMap): void {
  for (const [id, source] of Object.entries(SOURCES)) map.addSource(id, source)
  for (const layer of LAYERS) map.addLayer(layer)
}

export function show(map: MapLibreMap, source: keyof typeof SOURCES, points: EventPoint[]): void {
  for (const [, , , state, light] of points) {
    const name = markName(state, light)
    const drawn = map.hasImage(name) ? null : drawMark(name)
    if (drawn) map.addImage(name, drawn.image, { pixelRatio: drawn.ratio })
  }
  void map.getSource<GeoJSONSource>(source)?.setData(collect(points))
}

function collect(points: EventPoint[]): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: points.map(([id, lon, lat, state, light, number]) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { id, number, state, light, mark: markName(state, light) },
    })),
  }
}
