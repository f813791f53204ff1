import type {
  GeoJSONSource,
  GeoJSONSourceSpecification,
  LayerSpecification,
  Map as MapLibreMap,
} from 'maplibre-gl'
import type { RegistryPoint } from '@/data/registryDesk'

const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

const SOURCES: Record<'rows' | 'chosen', GeoJSONSourceSpecification> = {
  // Whoever lives in one house lies on one point: a heap stays a heap at any zoom.
  rows: {
    type: 'geojson',
    data: EMPTY,
    cluster: true,
    clusterRadius: 30,
    clusterMaxZoom: 23,
    maxzoom: 24,
  },
  chosen: { type: 'geojson', data: EMPTY },
}

const LAYERS: LayerSpecification[] = [
  {
    id: 'heap',
    type: 'circle',
    source: 'rows',
    filter: ['has', 'point_count'],
    paint: {
      'circle-color': '#e7f0fb',
      'circle-radius': [
        'interpolate',
        ['linear'],
        ['get', 'point_count'],
        2,
        12,
        100,
        18,
        1000,
        27,
      ],
      'circle-stroke-width': 2,
      'circle-stroke-color': '#0f5fb8',
    },
  },
  {
    id: 'heap-count',
    type: 'symbol',
    source: 'rows',
    filter: ['has', 'point_count'],
    layout: {
      'text-field': ['to-string', ['get', 'point_count']],
      'text-size': 12,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': '#1a2230' },
  },
  {
    id: 'row',
    type: 'circle',
    source: 'rows',
    filter: ['!', ['has', 'point_count']],
    paint: {
      'circle-radius': 6,
      'circle-color': '#0f5fb8',
      'circle-stroke-width': 2,
      'circle-stroke-color': '#ffffff',
    },
  },
  {
    id: 'chosen',
    type: 'circle',
    source: 'chosen',
    paint: {
      'circle-radius': 9,
      'circle-color': '#c22f26',
      'circle-stroke-width': 3,
      'circle-stroke-color': '#ffffff',
    },
  },
]

export function addRegistryLayers(map: MapLibreMap): void {
  for (const [id, source] of Object.entries(SOURCES)) map.addSource(id, source)
  for (const layer of LAYERS) map.addLayer(layer)
}

export function draw(
  map: MapLibreMap,
  source: keyof typeof SOURCES,
  points: RegistryPoint[],
): void {
  void map.getSource<GeoJSONSource>(source)?.setData({
    type: 'FeatureCollection',
    features: points.map(([id, lon, lat]) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { id },
    })),
  })
}
