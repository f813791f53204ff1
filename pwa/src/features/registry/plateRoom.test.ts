import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { roomOfPlate, withDoor } from '@/features/registry/plateRoom'
import { endPhone, held, testPhone } from '@/features/registry/testPhone'

afterEach(endPhone)

const ROOM = {
  plate_code: 'A-301',
  lon: 111.29,
  lat: 30.69,
  grid: { id: 7, name: '一网格' },
  building: { id: 'b', name: '2号楼' },
  unit: '1单元',
  number: '301',
}

test('a plate of my own grid is found without a line', async () => {
  const { one } = await testPhone()
  await one.replica.rows.put(held('room', 'r', ROOM))

  expect(await roomOfPlate('A-301')).toMatchObject({ id: 'r', lon: 111.29, grid: { id: 7 } })
})

test('of a plate this phone does not know it is said that there is no line to ask', async () => {
  await testPhone()

  await expect(roomOfPlate('B-1')).rejects.toThrow('手机里没有这个门牌')
})

test('the server’s own word on an unknown plate is passed on', async () => {
  await testPhone()
  const told = { code: 'NOT_FOUND', message: '这个门牌没有登记，或不在您的管辖范围' }
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(told), { status: 404 })))

  await expect(roomOfPlate('B-1')).rejects.toThrow('没有登记，或不在您的管辖范围')
})

test.each([
  ['', '2号楼301室', '', '2号楼301室'],
  ['门口', '2号楼301室', '', '2号楼301室，门口'],
  ['2号楼301室，门口', '2号楼302室', '2号楼301室', '2号楼302室，门口'],
  ['2号楼301室，门口', '2号楼301室', '2号楼301室', '2号楼301室，门口'],
  ['2号楼301室', '2号楼302室', '2号楼301室', '2号楼302室'],
  ['门'.repeat(200), '2号楼301室', '', `2号楼301室，${'门'.repeat(192)}`],
])('what was typed stays behind the door: %s and %s', (said, door, earlier, then) => {
  expect(withDoor(said, door, earlier)).toBe(then)
})
