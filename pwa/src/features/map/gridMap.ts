import * as maplibre from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import '@/features/map/controls.css'
import { gridDetail } from '@/data/places'
import { account } from '@/data/session'
import { gridHere } from '@/features/map/gridHere'
import type { RowId } from '@/data/types'
import { tileFor } from '@/sync/keptTiles'
import { DEEPEST, SHALLOWEST } from '@/sync/tiles'

maplibre.setWorkerUrl(workerUrl)

/** Tiles come from the phone where it keeps them. It is the page that looks, because only the page knows whose they are. */
maplibre.addProtocol('kept', async ({ url }, { signal }) => {
  const [z = 0, x = 0, y = 0] = url.replace('kept://', '').split('/').map(Number)
  return { data: await tileFor(account.value?.id, { z, x, y }, signal) }
})

export const FONTS =
  '"Noto Sans CJK SC","PingFang SC","HarmonyOS Sans SC","Microsoft YaHei",sans-serif'
export const LOCALE = {
  'Map.Title': '地图',
  'Marker.Title': '位置',
  'NavigationControl.ZoomIn': '放大',
  'NavigationControl.ZoomOut': '缩小',
}
export const BRAND = '#0f5fb8'

/** No base map and no glyphs: outlines from our own tiles, letters from the phone's own fonts. */
export const style = (): maplibre.StyleSpecification => ({
  version: 8,
  sources: {
    grids: {
      type: 'vector',
      tiles: ['kept://{z}/{x}/{y}'],
      minzoom: SHALLOWEST,
      maxzoom: DEEPEST,
    },
  },
  layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': '#f1f4f8' } },
    {
      id: 'grid-lines',
      type: 'line',
      source: 'grids',
      'source-layer': 'grids',
      paint: { 'line-color': '#7f93ad', 'line-width': 1.2 },
    },
    {
      id: 'grid-names',
      type: 'symbol',
      source: 'grids',
      'source-layer': 'grid_names',
      minzoom: 13,
      layout: { 'text-field': ['get', 'name'], 'text-size': 13, 'text-max-width': 7 },
      paint: { 'text-color': '#4a5566', 'text-halo-color': '#ffffff', 'text-halo-width': 1.5 },
    },
  ],
})

export type Point = [lon: number, lat: number]

export class GridMap {
  readonly #map: maplibre.Map
  readonly #pin: maplibre.Marker
  readonly #ready: Promise<void>

  constructor(container: HTMLElement, centre: Point, { still = false } = {}) {
    this.#map = new maplibre.Map({
      container,
      style: style(),
      center: centre,
      zoom: 16,
      maxZoom: 19,
      localIdeographFontFamily: FONTS,
      attributionControl: { compact: false, customAttribution: '界线仅为示意' },
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: false,
      scrollZoom: !still,
      locale: LOCALE,
    })
    this.#map.touchZoomRotate.disableRotation()
    this.#map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'bottom-right')
    this.#pin = new maplibre.Marker({ color: '#b3261e' }).setLngLat(centre).addTo(this.#map)
    this.#ready = new Promise((done) => this.#map.once('load', () => done()))
  }

  /** Outlines one grid, mine, and says how far it reaches. */
  async outline(grid: RowId, { fit = false } = {}): Promise<void> {
    const { outline } = (await gridHere(grid)) ?? (await gridDetail(grid))
    await this.#ready
    this.#map.addSource('mine', {
      type: 'geojson',
      data: { type: 'Feature', properties: {}, geometry: outline },
    })
    this.#map.addLayer({
      id: 'mine-fill',
      type: 'fill',
      source: 'mine',
      paint: { 'fill-color': BRAND, 'fill-opacity': 0.08 },
    })
    this.#map.addLayer({
      id: 'mine-line',
      type: 'line',
      source: 'mine',
      paint: { 'line-color': BRAND, 'line-width': 3 },
    })
    if (fit) this.#map.fitBounds(boundsOf(outline), { padding: 32, animate: false })
  }

  pick(onPick: (point: Point) => void): void {
    this.#map.on('click', ({ lngLat }) => {
      this.place([lngLat.lng, lngLat.lat])
      onPick([lngLat.lng, lngLat.lat])
    })
  }

  /** Picking without pointing: the middle of what is shown, told whenever the map comes to rest. */
  aim(onMove: (middle: Point) => void): void {
    this.#pin.remove()
    this.#map.on('moveend', () => {
      const { lng, lat } = this.#map.getCenter()
      onMove([lng, lat])
    })
  }

  place(point: Point): void {
    this.#pin.setLngLat(point)
  }

  look(point: Point): void {
    this.#map.jumpTo({ center: point })
  }

  remove(): void {
    this.#map.remove()
  }
}

export function boundsOf(shape: GeoJSON.Polygon | GeoJSON.MultiPolygon): maplibre.LngLatBounds {
  const bounds = new maplibre.LngLatBounds()
  const corners = shape.coordinates.flat(shape.type === 'Polygon' ? 1 : 2) as unknown as Point[]
  for (const corner of corners) bounds.extend([corner[0], corner[1]])
  return bounds
}
