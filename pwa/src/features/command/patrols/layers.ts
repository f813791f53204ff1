import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'

const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }
const SOURCES = ['round-grid', 'track', 'track-ends'] as const
type Source = (typeof SOURCES)[number]

const WAY = '#0f7a70'
const LAST = '#b3261e'

const LAYERS: LayerSpecification[] = [
  {
    id: 'round-grid',
    type: 'fill',
    source: 'round-grid',
    paint: { 'fill-color': '#0f5fb8', 'fill-opacity': 0.07 },
  },
  {
    id: 'round-grid-edge',
    type: 'line',
    source: 'round-grid',
    paint: { 'line-color': '#0b4a91', 'line-width': 2.6 },
  },
  {
    id: 'track',
    type: 'line',
    source: 'track',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': WAY, 'line-width': 4, 'line-opacity': 0.85 },
  },
  {
    id: 'track-ends',
    type: 'circle',
    source: 'track-ends',
    paint: {
      'circle-radius': 7,
      'circle-color': ['match', ['get', 'end'], 'last', LAST, WAY],
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2.5,
    },
  },
  {
    id: 'track-ends-name',
    type: 'symbol',
    source: 'track-ends',
    layout: {
      'text-field': ['get', 'name'],
      'text-size': 14,
      // Of a way that comes back to where it began both can be read.
      'text-anchor': ['match', ['get', 'end'], 'last', 'top', 'bottom'],
      'text-offset': [
        'match',
        ['get', 'end'],
        'last',
        ['literal', [0, 0.8]],
        ['literal', [0, -0.8]],
      ],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': '#1a2230', 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
  },
]

export function addTrackLayers(map: MapLibreMap): void {
  for (const source of SOURCES) map.addSource(source, { type: 'geojson', data: EMPTY })
  for (const layer of LAYERS) map.addLayer(layer)
}

export function show(map: MapLibreMap, source: Source, features: GeoJSON.Feature[]): void {
  void map.getSource<GeoJSONSource>(source)?.setData({ ...EMPTY, features })
}
