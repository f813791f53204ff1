import type { Map as MapLibreMap, Marker } from 'maplibre-gl'
import { watch, type Ref } from 'vue'

export interface LonLat {
  lon: number
  lat: number
}

const CLOSE = 16

/** A pin where the map was clicked; it can be dragged, and follows what was typed. */
export function usePickMap(
  map: Ref<MapLibreMap | null>,
  pin: () => LonLat | null,
  pick: (place: LonLat) => void,
) {
  let marker: Marker | undefined

  watch(map, (made) => {
    if (!made) return
    made.getCanvas().style.cursor = 'crosshair'
    const begun = pin()
    if (begun) made.jumpTo({ center: [begun.lon, begun.lat], zoom: CLOSE })
    made.on('click', ({ lngLat }) => pick({ lon: lngLat.lng, lat: lngLat.lat }))
  })
  watch([map, pin], ([made, place]) => void put(made, place))

  async function put(made: MapLibreMap | null, place: LonLat | null): Promise<void> {
    if (!place || !made) return void marker?.remove()
    const { maplibre } = await import('@/features/command/map/engine')
    marker ??= make(new maplibre.Marker({ color: '#0b4a91', draggable: true }))
    const at: [number, number] = [place.lon, place.lat]
    marker.setLngLat(at).addTo(made)
    if (!made.getBounds().contains(at))
      made.easeTo({ center: at, zoom: Math.max(CLOSE, made.getZoom()), duration: 500 })
  }

  function make(made: Marker): Marker {
    made.on('dragend', () => {
      const { lng, lat } = made.getLngLat()
      pick({ lon: lng, lat })
    })
    return made
  }
}
