import { afterEach, expect, test, vi } from 'vitest'
import { useWhere } from '@/features/report/useWhere'

afterEach(() => vi.unstubAllGlobals())

const DOOR = { lon: 111.29, lat: 30.69, grid: { id: 7, name: '一网格' } }
const AT_DOOR = { lon: 111.29, lat: 30.69, crs: 'EPSG:4490' }

const nobody = (): undefined => undefined

/** A receiver that answers when it is told to. */
function receiver() {
  let done: PositionCallback = nobody
  let fail: PositionErrorCallback = nobody
  const getCurrentPosition: Geolocation['getCurrentPosition'] = (found, failed) => {
    done = found
    fail = failed ?? fail
  }
  vi.stubGlobal('navigator', { geolocation: { getCurrentPosition } })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')))
  const coords = { longitude: 111.5, latitude: 30.5, accuracy: 8 }
  return {
    find: () => done({ coords } as GeolocationPosition),
    lose: () => fail({ code: 3 } as GeolocationPositionError),
  }
}

test('a scanned door is the place, with its grid, and nobody is asked', () => {
  const asked = vi.fn()
  vi.stubGlobal('fetch', asked)
  const { where, place, isPicked, takeDoor } = useWhere()
  takeDoor(DOOR)

  expect(where.value).toEqual(AT_DOOR)
  expect(place.value).toEqual({ grid: DOOR.grid, byPlate: true })
  expect(isPicked.value).toBe(true)
  expect(asked).not.toHaveBeenCalled()
})

test.each(['find', 'lose'] as const)(
  'a receiver that comes late (%s) changes nothing of a scanned door',
  async (ends) => {
    const gps = receiver()
    const { where, trouble, locate, takeDoor } = useWhere()
    const locating = locate()
    takeDoor(DOOR)
    gps[ends]()
    await locating

    expect(where.value).toEqual(AT_DOOR)
    expect(trouble.value).toBe('')
  },
)

test('asked for again, the receiver counts', async () => {
  const gps = receiver()
  const { where, place, locate, takeDoor } = useWhere()
  takeDoor(DOOR)
  const locating = locate()
  gps.find()
  await locating

  expect(where.value?.lon).toBe(111.5)
  expect(place.value).toBe(null)
})
