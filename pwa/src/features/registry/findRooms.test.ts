import { expect, test } from 'vitest'
import type { RoomRow } from '@/data/registry'
import { matching } from '@/features/registry/findRooms'

const room = (number: string, unit = '1单元', name = '2号楼'): RoomRow =>
  ({
    id: unit + number,
    number,
    unit,
    plate_code: `P-${number}`,
    address: `云集路8号${name}${unit}${number}室`,
    building: { id: 'b', name },
  }) as RoomRow

const ROOMS = [room('1501'), room('501'), room('502'), room('501', '2单元')]

test('a door is found by its number alone, the very number first', () => {
  expect(matching(ROOMS, '501').map(({ id }) => id)).toEqual(['1单元501', '2单元501', '1单元1501'])
})

test('several words narrow it down', () => {
  expect(matching(ROOMS, '2单元 501').map(({ id }) => id)).toEqual(['2单元501'])
})

test('full-width digits, a plate and a part of the address do as well', () => {
  expect(matching(ROOMS, '５０２')).toHaveLength(1)
  expect(matching(ROOMS, 'P-502')).toHaveLength(1)
  expect(matching(ROOMS, '云集路')).toHaveLength(4)
})
