import type { Map as MapLibreMap } from 'maplibre-gl'
import { onMounted, onScopeDispose, shallowRef, type Ref } from 'vue'
import { FONTS, gridStyle, LOCALE } from '@/features/command/map/style'

interface View {
  center: [number, number]
  zoom: number
}

const KEY = 'command.view'
const CITY: View = { center: [111.29, 30.7], zoom: 10.5 }
const NO_GPU = '这台电脑的浏览器画不出地图，请在浏览器设置中打开“硬件加速”；列表和办理照常可用。'
const NO_ENGINE = '地图没有装载成功，请检查网络后刷新页面；列表和办理照常可用。'

/** One map in one element: grids beneath, the last view remembered. */
export function useMap(holder: Ref<HTMLElement | null>, label: string) {
  const map = shallowRef<MapLibreMap | null>(null)
  const trouble = shallowRef('')
  const isRemembered = localStorage.getItem(KEY) !== null
  let isOver = false

  async function open(): Promise<void> {
    const { maplibre } = await import('@/features/command/map/engine')
    if (isOver || !holder.value) return
    const made = new maplibre.Map({
      container: holder.value,
      style: gridStyle(location.origin),
      ...remembered(),
      minZoom: 7,
      maxZoom: 19,
      attributionControl: { compact: false, customAttribution: '界线仅为示意' },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      localIdeographFontFamily: FONTS,
      locale: { ...LOCALE, 'Map.Title': label },
    })
    made.touchZoomRotate.disableRotation()
    made.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right')
    made.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), 'bottom-right')
    made.on('moveend', () => localStorage.setItem(KEY, viewOf(made)))
    await made.once('style.load')
    if (!isOver) map.value = made
  }

  onMounted(() =>
    open().catch((error: unknown) => {
      trouble.value = String(error).includes('WebGL') ? NO_GPU : NO_ENGINE
    }),
  )
  onScopeDispose(() => {
    isOver = true
    map.value?.remove()
    map.value = null
  })
  return { map, trouble, isRemembered }
}

function viewOf(map: MapLibreMap): string {
  const { lng, lat } = map.getCenter()
  return JSON.stringify({ center: [lng, lat], zoom: map.getZoom() })
}

function remembered(): View {
  try {
    const view = JSON.parse(localStorage.getItem(KEY) ?? '') as Partial<View>
    return view.center && view.zoom ? { center: view.center, zoom: view.zoom } : CITY
  } catch {
    return CITY
  }
}
