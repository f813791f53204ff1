import { afterEach, expect, test, vi } from 'vitest'
import { shallowRef } from 'vue'
import type { RoomDetail } from '@/data/registry'
import { useHouse } from '@/features/registry/useHouse'
import { told } from '@/features/shell/tell'

afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

function house(status: number, body: object) {
  vi.stubGlobal('fetch', (path: string) =>
    path === '/api/session/'
      ? Promise.resolve(new Response('{}'))
      : Promise.resolve(new Response(JSON.stringify(body), { status })),
  )
  const people = [{ id: 'p1', version: 1 }]
  const room = shallowRef({ id: 'r1', version: 3, people } as RoomDetail)
  const load = vi.fn(() => Promise.resolve())
  return { ...useHouse(room, load), load }
}

test('one tap confirms the house with who lives in it, and says so', async () => {
  const { confirmHouse, load } = house(200, { id: 'r1', version: 4 })
  await confirmHouse()

  expect(told.value).toBe('已核实：房屋和1人')
  expect(load).toHaveBeenCalled()
})

test('a row that somebody else changed is read again and told, not overwritten', async () => {
  const { confirmHouse, load } = house(409, { code: 'moved_on', message: '改过', version: 9 })
  await confirmHouse()

  expect(told.value).toContain('已换成最新的')
  expect(load).toHaveBeenCalled()
})
