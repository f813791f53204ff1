import { nextTick, shallowRef } from 'vue'
import { expect, test, vi } from 'vitest'
import { Refusal } from '@/data/refusal'
import type { Round, Track } from '@/data/rounds'
import type { GridDetail } from '@/data/types'
import { inScope } from '@/features/command/inScope'
import { useTrack } from '@/features/command/patrols/useTrack'

const round = (id: string, grid: number): Round =>
  ({ id, grid: { id: grid, name: `第${grid}网格` } }) as Round
const settled = () => new Promise((done) => setTimeout(done))

function server() {
  return {
    gridDetail: vi.fn((id: number) => Promise.resolve({ id } as GridDetail)),
    lookAtRound: vi.fn((id: string) =>
      Promise.resolve<Track>({ id, metres: 9, track: [[111, 30, 0]] }),
    ),
  }
}

test('choosing a round shows its grid and looks at nothing', async () => {
  const ask = server()
  const { grid, track } = inScope(() => useTrack(shallowRef(round('a', 7)), ask))
  await settled()

  expect(grid.value?.id).toBe(7)
  expect(track.value).toBeNull()
  expect(ask.lookAtRound).not.toHaveBeenCalled()
})

test('pressed twice, one looks once', async () => {
  const ask = server()
  const { track, look } = inScope(() => useTrack(shallowRef(round('a', 7)), ask))
  await Promise.all([look(), look()])

  expect(track.value?.track).toHaveLength(1)
  expect(ask.lookAtRound).toHaveBeenCalledTimes(1)
})

test('the next round hides where the last one led, also when that answer comes late', async () => {
  const ask = server()
  const chosen = shallowRef(round('a', 7))
  const { track, look } = inScope(() => useTrack(chosen, ask))
  const looking = look()
  chosen.value = round('b', 7)
  await looking

  expect(track.value).toBeNull()
  await look()
  expect(track.value?.id).toBe('b')
  chosen.value = round('c', 7)
  await nextTick()
  expect(track.value).toBeNull()
})

test('a no is told in its words', async () => {
  const ask = server()
  ask.lookAtRound.mockRejectedValue(new Refusal('not_found', '没有这次巡查，或不在您的管辖范围'))
  const { refusal, look } = inScope(() => useTrack(shallowRef(round('a', 7)), ask))
  await look()

  expect(refusal.value?.message).toBe('没有这次巡查，或不在您的管辖范围')
})
