import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'

const edge = (layer: string, ink: string, widths: number[]): LayerSpecification => ({
  id: layer,
  type: 'line',
  source: 'grids',
  'source-layer': layer,
  paint: {
    'line-color': ink,
    'line-width': ['interpolate', ['linear'], ['zoom'], ...widths] as ExpressionSpecification,
  },
})

const named = (layer: string, from: number, to: number, size: number): LayerSpecification => ({
  id: layer,
  type: 'symbol',
  source: 'grids',
  'source-layer': layer,
  minzoom: from,
  maxzoom: to,
  layout: {
    'text-field': ['get', 'name'],
    'text-size': size,
    'text-max-width': 12,
    'text-padding': 6,
  },
  paint: { 'text-color': '#56677c', 'text-halo-color': '#f8fafc', 'text-halo-width': 1.5 },
})

/** Grids as outlines and names; no base map, no glyph host: local fonts draw every character. */
export function gridStyle(origin: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      grids: {
        type: 'vector',
        tiles: [`${origin}/api/tiles/grids/{z}/{x}/{y}.mvt`],
        minzoom: 6,
        maxzoom: 15,
      },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#e9edf2' } },
      {
        id: 'ground-here',
        type: 'fill',
        source: 'grids',
        'source-layer': 'districts',
        paint: { 'fill-color': '#f8fafc' },
      },
      edge('grids', '#a9b8ca', [9, 0.3, 13, 0.8, 16, 1.4]),
      edge('communities', '#8fa2b8', [10, 0.4, 13, 1.2, 16, 2]),
      edge('streets', '#7288a2', [8, 0.5, 12, 1.6, 16, 2.6]),
      edge('districts', '#566d8a', [6, 0.8, 12, 2.2, 16, 3]),
      named('street_names', 10, 13, 13),
      named('grid_names', 13.6, 24, 12),
    ],
  }
}

export const FONTS =
  '"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'

export const LOCALE = {
  'Map.Title': '地图',
  'NavigationControl.ZoomIn': '放大',
  'NavigationControl.ZoomOut': '缩小',
  'NavigationControl.ResetBearing': '回到正北',
  'Popup.Close': '关闭',
  'Marker.Title': '标记',
  'ScaleControl.Meters': '米',
  'ScaleControl.Kilometers': '公里',
}
