import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { safe } from '@/data/safe'
import { keepShot, sealShots, shotsOf, type Shot } from '@/data/shots'
import { cipherOf } from '@/sync/cipher'

const KEY = new Uint8Array(32).fill(7)
const PICTURE = [1, 2, 3, 250, 251, 252]
const shot = (key: string, draft = 'w:1:report'): Shot => ({
  key,
  draft,
  bytes: new Uint8Array(PICTURE).buffer,
  lon: 111.283158,
  lat: 30.7,
})

beforeEach(() => void vi.stubGlobal('indexedDB', new IDBFactory()))
afterEach(() => {
  safe.open(null)
  vi.unstubAllGlobals()
})

test('pictures of a worker’s draft are sealed, those from before the PIN with them, a resident’s are not', async () => {
  await keepShot(shot('before'))
  await keepShot(shot('resident', 'r:report'))
  safe.open(cipherOf(KEY))
  await sealShots()
  await keepShot(shot('now'))

  const mine = await shotsOf('w:1:report')
  expect(mine.map(({ key, lon }) => [key, lon])).toEqual([
    ['before', 111.283158],
    ['now', 111.283158],
  ])
  expect(mine.map(({ bytes }) => [...new Uint8Array(bytes)])).toEqual([PICTURE, PICTURE])

  safe.lock()
  await expect(shotsOf('w:1:report')).rejects.toThrow('locked')
  expect(await shotsOf('r:report')).toHaveLength(1)
})
