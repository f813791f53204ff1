import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { watch, type Ref } from 'vue'
import type { LonLat, Preview } from '@/data/grids'
import type { GridDetail, RowId } from '@/data/types'
import { addLayers, showLine, showParts, showShapes } from '@/features/command/grids/layers'
import { bent, moved, placed } from '@/features/command/grids/line'
import type { Mode } from '@/features/command/grids/useDrawing'

interface Told {
  grid: () => GridDetail | null
  beside: () => GridDetail[]
  mode: () => Mode | null
  line: () => LonLat[]
  preview: () => Preview | null
  names: () => string[]
  pick: (grid: RowId) => void
  draw: (line: LonLat[]) => void
}

const CALM = { animate: !matchMedia('(prefers-reduced-motion: reduce)').matches, duration: 400 }

/** Draws the grid, its neighbours and the line; a click chooses a grid or sets a point, a bend can be dragged. */
export function useGridMap(map: Ref<MapLibreMap | null>, told: Told) {
  watch(
    map,
    (made) => {
      if (!made) return
      addLayers(made)
      made.doubleClickZoom.disable()
      made.on('click', (event) => click(made, event))
      made.on('mousedown', 'bends', (event) => grip(made, event, told))
      made.on('mouseenter', 'bends', () => (made.getCanvas().style.cursor = 'move'))
      made.on('mouseleave', 'bends', () => (made.getCanvas().style.cursor = ''))
    },
    { immediate: true },
  )
  watch([map, told.grid], ([made, grid]) => {
    if (!made) return
    showShapes(made, 'chosen', grid ? [grid.outline] : [])
    if (grid) fit(made, grid)
  })
  watch([map, told.beside], ([made, beside]) => {
    if (!made) return
    showShapes(
      made,
      'beside',
      beside.map(({ outline }) => outline),
    )
  })
  watch([map, told.line], ([made, line]) => made && showLine(made, line))
  watch([map, told.preview, told.names], ([made, preview, names]) => {
    if (made) showParts(made, preview, names)
  })

  function click(made: MapLibreMap, event: MapMouseEvent): void {
    const mode = told.mode()
    if (mode && on(made, event, 'bends')) return
    const drawn = drawnBy(mode, placed(event.lngLat), on(made, event, 'drawn') !== undefined)
    if (drawn) return told.draw(drawn)
    const id: unknown = on(made, event, 'area')?.properties.id
    if (typeof id === 'number') told.pick(id)
  }

  function drawnBy(mode: Mode | null, at: LonLat, isOnLine: boolean): LonLat[] | null {
    if (mode === 'SPLIT') return [...told.line(), at]
    return mode === 'BORDER' && isOnLine ? bent(told.line(), at) : null
  }
}

function grip(map: MapLibreMap, event: MapMouseEvent, told: Told): void {
  const at: unknown = on(map, event, 'bends')?.properties.at
  if (told.mode() === null || typeof at !== 'number') return
  event.preventDefault()
  const drag = (to: MapMouseEvent): void => told.draw(moved(told.line(), at, placed(to.lngLat)))
  map.on('mousemove', drag)
  map.once('mouseup', () => map.off('mousemove', drag))
}

function on(map: MapLibreMap, { point: { x, y } }: MapMouseEvent, layer: string) {
  const reach = layer === 'area' ? 0 : 5
  const box: [[number, number], [number, number]] = [
    [x - reach, y - reach],
    [x + reach, y + reach],
  ]
  return map.queryRenderedFeatures(box, { layers: [layer] })[0]
}

function fit(map: MapLibreMap, { outline }: GridDetail): void {
  const rings = outline.type === 'Polygon' ? outline.coordinates : outline.coordinates.flat()
  const lons = rings.flat().map(([lon]) => lon ?? 0)
  const lats = rings.flat().map(([, lat]) => lat ?? 0)
  map.fitBounds(
    [
      [Math.min(...lons), Math.min(...lats)],
      [Math.max(...lons), Math.max(...lats)],
    ],
    { padding: 90, maxZoom: 17, ...CALM },
  )
}
