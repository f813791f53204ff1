import { expect, test } from 'vitest'
import type { Refusal } from '@/data/refusal'
import { BLANK, buildingBody, type NewBuilding } from '@/features/registry/sheets/newBuilding'

const SPOT = { lon: 111.28, lat: 30.7, crs: 'WGS84' as const, accuracy: 12 }

function wrongIn(told: Partial<NewBuilding>): string[] {
  try {
    buildingBody({ ...BLANK, ...told })
    return []
  } catch (error) {
    return Object.keys((error as Refusal).errors)
  }
}

test('what is missing is told at its field', () => {
  expect(wrongIn({ floors: 'abc' })).toEqual(['name', 'address', 'lat', 'floors'])
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
