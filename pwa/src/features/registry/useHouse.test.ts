import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { shallowRef } from 'vue'
import type { RoomDetail } from '@/data/registry'
import { endPhone, testPhone } from '@/features/registry/testPhone'
import { useHouse } from '@/features/registry/useHouse'
import { told } from '@/features/shell/tell'
import type { Outcome } from '@/sync/wire'

afterEach(endPhone)

async function house(answer: Partial<Outcome>) {
  await testPhone(() => answer)
  const people = [{ id: 'p1', name: '张三' }]
  const building = { id: 'b1', name: '1栋' }
  const room = { id: 'r1', people, building, unit: '', number: '501' } as unknown as RoomDetail
  const load = vi.fn(() => Promise.resolve())
  return { ...useHouse(shallowRef(room), load), load }
}

test('one tap confirms the house with who lives in it, and says so', async () => {
  const { confirmHouse, load } = await house({})
  await confirmHouse()

  expect(told.value).toBe('已核实：房屋和1人')
  expect(load).toHaveBeenCalled()
})

test('a no is told', async () => {
  const { confirmHouse } = await house({ status: 'rejected', message: '不在您的网格内' })
  await confirmHouse()

  expect(told.value).toBe('不在您的网格内')
})
