import { nextTick } from 'vue'
import { expect, test, vi } from 'vitest'
import type { RoundFilters, RoundPage } from '@/data/rounds'
import { inScope } from '@/features/command/inScope'
import { useRounds } from '@/features/command/patrols/useRounds'

test('a name and a place are asked of the server, the narrowest place first', async () => {
  const asked: RoundFilters[] = []
  const ask = vi.fn((filters: RoundFilters): Promise<RoundPage> => {
    asked.push(filters)
    return Promise.resolve({ rows: [], next: null, track_days: 30 })
  })
  const list = inScope(() => useRounds(ask))
  list.q.value = '李'
  await nextTick()
  list.area.value = { path: [3, 30], grid: 300 }
  await nextTick()

  expect(asked).toEqual([
    { q: '', division: null, grid: null },
    { q: '李', division: null, grid: null },
    { q: '李', division: 30, grid: 300 },
  ])
  expect(list.days.value).toBe(30)
})
