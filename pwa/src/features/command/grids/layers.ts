import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import type { LonLat, Preview } from '@/data/grids'

type Shape = GeoJSON.Polygon | GeoJSON.MultiPolygon

const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }
const SOURCES = ['chosen', 'beside', 'parts', 'drawn', 'bends'] as const
type Source = (typeof SOURCES)[number]

const LAYERS: LayerSpecification[] = [
  {
    id: 'area',
    type: 'fill',
    source: 'grids',
    'source-layer': 'grids',
    paint: { 'fill-color': '#0f5fb8', 'fill-opacity': 0 },
  },
  {
    id: 'beside',
    type: 'fill',
    source: 'beside',
    paint: { 'fill-color': '#b06a00', 'fill-opacity': 0.22 },
  },
  {
    id: 'chosen',
    type: 'fill',
    source: 'chosen',
    paint: { 'fill-color': '#0f5fb8', 'fill-opacity': 0.16 },
  },
  {
    id: 'chosen-edge',
    type: 'line',
    source: 'chosen',
    paint: { 'line-color': '#0b4a91', 'line-width': 2.6 },
  },
  {
    id: 'parts',
    type: 'fill',
    source: 'parts',
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: {
      'fill-color': ['match', ['get', 'place'], 0, '#1b7f46', '#b06a00'],
      'fill-opacity': 0.38,
    },
  },
  {
    id: 'parts-name',
    type: 'symbol',
    source: 'parts',
    // A point of its own: an area is labelled once in every tile it lies in.
    filter: ['==', ['geometry-type'], 'Point'],
    layout: { 'text-field': ['get', 'name'], 'text-size': 15, 'text-allow-overlap': true },
    paint: { 'text-color': '#1a2230', 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
  },
  {
    id: 'drawn',
    type: 'line',
    source: 'drawn',
    paint: { 'line-color': '#b3261e', 'line-width': 3, 'line-dasharray': [2, 1] },
  },
  {
    id: 'bends',
    type: 'circle',
    source: 'bends',
    paint: {
      'circle-radius': ['case', ['get', 'end'], 7, 6],
      'circle-color': ['case', ['get', 'end'], '#b3261e', '#ffffff'],
      'circle-stroke-color': '#b3261e',
      'circle-stroke-width': 2.5,
    },
  },
]

export function addLayers(map: MapLibreMap): void {
  for (const source of SOURCES) map.addSource(source, { type: 'geojson', data: EMPTY })
  for (const layer of LAYERS) map.addLayer(layer)
}

function show(map: MapLibreMap, source: Source, features: GeoJSON.Feature[]): void {
  void map.getSource<GeoJSONSource>(source)?.setData({ type: 'FeatureCollection', features })
}

const feature = (geometry: GeoJSON.Geometry, properties = {}): GeoJSON.Feature => ({
  type: 'Feature',
  geometry,
  properties,
})

export const showShapes = (map: MapLibreMap, source: 'chosen' | 'beside', shapes: Shape[]): void =>
  show(
    map,
    source,
    shapes.map((shape) => feature(shape)),
  )

export function showParts(map: MapLibreMap, preview: Preview | null, names: string[]): void {
  const parts = preview?.parts ?? []
  show(
    map,
    'parts',
    parts.flatMap(({ outline, name }, place) => {
      const told = { place, name: parts.length > 1 ? name : (names[0] ?? name) }
      return [feature(outline, told), feature(middleOf(outline), told)]
    }),
  )
}

function middleOf({ coordinates: [ring = []] }: GeoJSON.Polygon): GeoJSON.Point {
  const mean = (axis: number): number =>
    ring.reduce((sum, spot) => sum + (spot[axis] ?? 0), 0) / ring.length
  return { type: 'Point', coordinates: [mean(0), mean(1)] }
}

export function showLine(map: MapLibreMap, line: readonly LonLat[]): void {
  const coordinates = [...line]
  show(map, 'drawn', line.length > 1 ? [feature({ type: 'LineString', coordinates })] : [])
  show(
    map,
    'bends',
    line.map((spot, at) =>
      feature(
        { type: 'Point', coordinates: spot },
        { at, end: at === 0 || at === line.length - 1 },
      ),
    ),
  )
}

/** Tiles are kept by the browser for minutes; after a redrawing they are others. */
export function renewTiles(map: MapLibreMap): void {
  const source = map.getSource('grids') as { setTiles?: (tiles: string[]) => void } | undefined
  source?.setTiles?.([`${location.origin}/api/tiles/grids/{z}/{x}/{y}.mvt?since=${Date.now()}`])
}
