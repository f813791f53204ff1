import { expect, test } from 'vitest'
import type { Refusal } from '@/data/refusal'
import { BLANK, buildingBody } from '@/features/registry/sheets/newBuilding'

const SPOT = { lon: 111.28, lat: 30.7, crs: 'WGS84' as const, accuracy: 12 }

test('what is missing is told at its field', () => {
  const told = (): string[] => {
    try {
      buildingBody({ ...BLANK, floors: 'abc' })
      return []
    } catch (error) {
      return Object.keys((error as Refusal).errors)
    }
  }

  expect(told()).toEqual(['name', 'address', 'lat', 'floors'])
})

test('a building goes with where it stands, without how sure that was', () => {
  const told = { ...BLANK, name: ' 2号楼 ', address: '云集路8号', floors: '6', spot: SPOT }

  expect(buildingBody(told)).toEqual({
    name: '2号楼',
    address: '云集路8号',
    floors: 6,
    lon: 111.28,
    lat: 30.7,
    crs: 'WGS84',
    source: 'DOOR',
  })
})
