import * as maplibre from 'maplibre-gl'
import { boundsOf, BRAND, FONTS, LOCALE, style, type Point } from '@/features/map/gridMap'
import type { Due, Layer, Spot } from '@/features/patrol/scene'

const FINGER = 22
const DUE_COLOURS: Record<Due, string> = {
  late: '#b3261e',
  soon: '#8a5200',
  done: '#15703a',
  none: '#5b6472',
}
const COLOURS: Record<Exclude<Layer, 'buildings'>, string> = {
  organisations: '#6a3fa0',
  parts: '#4a5566',
  events: '#0b4a91',
}
const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

/** Drawn from below: parts under buildings, what is urgent on top. */
const ORDER: Layer[] = ['parts', 'organisations', 'buildings', 'events']

/** My grid with what the phone holds of it; no base map is needed and none is asked for. */
export class SceneMap {
  readonly #map: maplibre.Map
  readonly #ready: Promise<void>
  readonly #me: maplibre.Marker

  constructor(container: HTMLElement, centre: Point, onTap: (ids: string[]) => void) {
    this.#map = new maplibre.Map({
      container,
      style: style(),
      center: centre,
      zoom: 15,
      maxZoom: 20,
      localIdeographFontFamily: FONTS,
      attributionControl: { compact: false, customAttribution: '界线仅为示意' },
      dragRotate: false,
      pitchWithRotate: false,
      locale: LOCALE,
    })
    this.#map.touchZoomRotate.disableRotation()
    this.#map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right')
    this.#me = new maplibre.Marker({ color: BRAND })
    this.#ready = new Promise((done) => this.#map.once('load', () => done()))
    void this.#ready.then(() => this.#addLayers())
    this.#map.on('click', ({ point }) => onTap(this.#under(point)))
  }

  #addLayers(): void {
    const map = this.#map
    for (const name of ['mine', 'track', ...ORDER])
      map.addSource(name, { type: 'geojson', data: EMPTY })
    map.addLayer({
      id: 'mine-fill',
      type: 'fill',
      source: 'mine',
      paint: { 'fill-color': BRAND, 'fill-opacity': 0.07 },
    })
    map.addLayer({
      id: 'mine-line',
      type: 'line',
      source: 'mine',
      paint: { 'line-color': BRAND, 'line-width': 3 },
    })
    map.addLayer({
      id: 'track',
      type: 'line',
      source: 'track',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': '#0f7a70', 'line-width': 5, 'line-opacity': 0.8 },
    })
    for (const layer of ORDER) this.#addSpots(layer)
  }

  #addSpots(layer: Layer): void {
    const isSmall = layer === 'parts'
    const due: maplibre.ExpressionSpecification = ['get', 'due']
    const byDue: maplibre.ExpressionSpecification = [
      'match',
      due,
      'late',
      DUE_COLOURS.late,
      'soon',
      DUE_COLOURS.soon,
      'done',
      DUE_COLOURS.done,
      DUE_COLOURS.none,
    ]
    this.#map.addLayer({
      id: layer,
      type: 'circle',
      source: layer,
      paint: {
        'circle-color': layer === 'buildings' ? byDue : COLOURS[layer],
        'circle-radius': isSmall ? 7 : 14,
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 2,
      },
    })
    this.#map.addLayer({
      id: `${layer}-marks`,
      type: 'symbol',
      source: layer,
      layout: {
        'text-field': ['get', 'mark'],
        'text-size': isSmall ? 10 : 13,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': '#ffffff' },
    })
    if (layer === 'buildings') this.#addNames()
  }

  #addNames(): void {
    this.#map.addLayer({
      id: 'building-names',
      type: 'symbol',
      source: 'buildings',
      minzoom: 16,
      layout: {
        'text-field': ['get', 'title'],
        'text-size': 13,
        'text-offset': [0, 1.3],
        'text-anchor': 'top',
        'text-max-width': 8,
      },
      paint: { 'text-color': '#1a2230', 'text-halo-color': '#ffffff', 'text-halo-width': 1.5 },
    })
  }

  async outline(shape: GeoJSON.MultiPolygon): Promise<void> {
    await this.#ready
    this.#put('mine', [{ type: 'Feature', properties: {}, geometry: shape }])
    this.#map.fitBounds(boundsOf(shape), { padding: 40, animate: false })
  }

  async show(spots: Spot[], hidden: ReadonlySet<Layer>): Promise<void> {
    await this.#ready
    for (const layer of ORDER) {
      const shown = hidden.has(layer) ? [] : spots.filter((spot) => spot.layer === layer)
      this.#put(layer, shown.map(featureOf))
    }
  }

  async walk(track: number[][]): Promise<void> {
    await this.#ready
    const coordinates = track.map(([lon = 0, lat = 0]) => [lon, lat])
    const line: GeoJSON.LineString = { type: 'LineString', coordinates }
    this.#put(
      'track',
      track.length > 1 ? [{ type: 'Feature', properties: {}, geometry: line }] : [],
    )
  }

  /** Looks at a whole track. */
  async follow(track: number[][]): Promise<void> {
    await this.walk(track)
    const bounds = new maplibre.LngLatBounds()
    for (const [lon = 0, lat = 0] of track) bounds.extend([lon, lat])
    if (track.length > 1) this.#map.fitBounds(bounds, { padding: 60, maxZoom: 18, animate: false })
  }

  here(point: Point): void {
    this.#me.setLngLat(point).addTo(this.#map)
    this.#map.jumpTo({ center: point, zoom: Math.max(this.#map.getZoom(), 17) })
  }

  remove(): void {
    this.#map.remove()
  }

  #put(name: string, features: GeoJSON.Feature[]): void {
    void this.#map.getSource<maplibre.GeoJSONSource>(name)?.setData({ ...EMPTY, features })
  }

  /** A finger covers more than one thing. */
  #under({ x, y }: maplibre.Point): string[] {
    const layers = ORDER.filter((layer) => this.#map.getLayer(layer))
    const box: [maplibre.PointLike, maplibre.PointLike] = [
      [x - FINGER, y - FINGER],
      [x + FINGER, y + FINGER],
    ]
    const found = this.#map.queryRenderedFeatures(box, { layers })
    return [...new Set(found.map(({ properties }) => String(properties.id)))]
  }
}

const featureOf = ({ id, lon, lat, mark, due, title }: Spot): GeoJSON.Feature => ({
  type: 'Feature',
  properties: { id, mark, due, title },
  geometry: { type: 'Point', coordinates: [lon, lat] },
})
