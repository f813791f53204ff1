import { expect, test } from 'vitest'
import { awayWords, waysTo, type Spot } from '@/features/map/way'

const HERE: Spot = [111.3, 30.7]
/** A hundredth of a degree is 1.11 km to the north and, at this latitude, 0.96 km to the east. */
const STEP = 0.01

test.each([
  [[0, STEP], '在您北方约1.1公里'],
  [[STEP, STEP], '在您东北方约1.5公里'],
  [[STEP, 0], '在您东方约960米'],
  [[0, -STEP], '在您南方约1.1公里'],
  [[-STEP, 0], '在您西方约960米'],
  [[-STEP / 10, STEP / 10], '在您西北方约150米'],
  [[0, 0.0001], '您就在附近'],
] as [Spot, string][])('%j from here is said as %s', ([east, north], words) => {
  expect(awayWords(HERE, [HERE[0] + east, HERE[1] + north])).toBe(words)
})

test('a map is told where, and nothing of what', () => {
  for (const { href } of waysTo([111.3, 30.7])) {
    expect(href).toContain('30.7')
    expect(decodeURIComponent(href)).not.toMatch(/事件|垃圾|网格/)
  }
})

test('the order of longitude and latitude is each map’s own', () => {
  const [amap, baidu, other] = waysTo([111.3, 30.7]).map(({ href }) => href)

  expect(amap).toContain('to=111.3,30.7,')
  expect(baidu).toContain('location=30.7,111.3&')
  expect(other).toBe('geo:30.7,111.3?q=30.7,111.3')
})
