import { nextTick, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import type { EventFilters, EventPoint } from '@/data/events'
import { usePoints } from '@/features/command/desk/usePoints'
import { inScope } from '@/features/command/inScope'

const settled = () => new Promise((done) => setTimeout(done))
const point: EventPoint = ['e1', 111, 30, 'FILED', 'RED', '1']

function asking(isMore: (bbox: string | undefined) => boolean) {
  const asked: (string | undefined)[] = []
  const ask = ({ bbox }: EventFilters) => {
    asked.push(bbox)
    return Promise.resolve({ points: [point], more: isMore(bbox) })
  }
  const filters = shallowRef<EventFilters>({})
  const view = shallowRef<string | null>('1,2,3,4')
  const found = inScope(() => usePoints(filters, view, ask))
  return { asked, filters, view, ...found }
}

test('few points are asked once, wherever the map looks', async () => {
  const { asked, view, points } = asking(() => false)
  await settled()
  view.value = '5,6,7,8'
  await settled()

  expect(asked).toEqual([undefined])
  expect(points.value).toEqual([point])
})

test('too many are asked again for what is in view, and follow the view', async () => {
  const { asked, view, more } = asking((bbox) => bbox === undefined)
  await settled()
  view.value = '5,6,7,8'
  await settled()

  expect(asked).toEqual([undefined, '1,2,3,4', '5,6,7,8'])
  expect(more.value).toBe(false)
})

test('a narrower question starts over', async () => {
  const { asked, filters } = asking((bbox) => bbox === undefined)
  await settled()
  filters.value = { level: 'STREET', bbox: '0,0,1,1' }
  await nextTick()
  await settled()

  expect(asked.at(-1)).toBe('0,0,1,1')
})
