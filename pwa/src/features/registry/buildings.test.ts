import { expect, test } from 'vitest'
import type { BuildingRow } from '@/data/registry'
import { buildingsMatching } from '@/features/registry/buildings'

const building = (name: string, address: string): BuildingRow =>
  ({ id: name + address, name, address }) as BuildingRow

const BUILDINGS = [
  building('2号楼', '云集路8号'),
  building('12号楼', '云集路8号'),
  building('2号楼', '西陵一路3号'),
]

test('a building is found by its name or its street, also in full-width figures', () => {
  expect(buildingsMatching(BUILDINGS, '云集路 2号楼')).toHaveLength(2)
  expect(buildingsMatching(BUILDINGS, '１２号楼')).toEqual([BUILDINGS[1]])
  expect(buildingsMatching(BUILDINGS, '')).toHaveLength(3)
})
