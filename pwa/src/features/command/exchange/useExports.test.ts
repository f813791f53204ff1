import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ExportRow } from '@/data/exchange'
import { Refusal } from '@/data/refusal'
import { useExports } from '@/features/command/exchange/useExports'
import { inScope } from '@/features/command/inScope'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const row = (id: string, state: string): ExportRow =>
  ({ id, state, kind_label: '实有人口', at: '2026-11-21T08:00:00+08:00' }) as unknown as ExportRow

function server(states: string[]) {
  return {
    listExports: vi.fn(() =>
      Promise.resolve({ rows: [row('a', states.shift() ?? 'READY')], next: null }),
    ),
    askExport: vi.fn(() => Promise.resolve(row('b', 'ASKED'))),
    decideExport: vi.fn(() => Promise.resolve(row('a', 'MAKING'))),
    fetchExport: vi.fn(() => Promise.resolve(new Blob(['x']))),
  }
}

test('what is being made is looked at until it is ready', async () => {
  const ask = server(['MAKING', 'MAKING', 'READY'])
  const told = inScope(() => useExports(ask))

  await vi.advanceTimersByTimeAsync(20_000)

  expect(ask.listExports).toHaveBeenCalledTimes(3)
  expect(told.rows.value[0]?.state).toBe('READY')
})

test('what was asked for heads the list', async () => {
  const told = inScope(() => useExports(server(['READY'])))
  await vi.advanceTimersByTimeAsync(0)

  const asked = await told.request({
    kind: 'PEOPLE',
    purpose: 'VISIT',
    reason: '入户核对',
    full: false,
  })

  expect(asked).toBe(true)
  expect(told.rows.value.map(({ id }) => id)).toEqual(['b', 'a'])
})

test('a no is shown and leaves the list', async () => {
  const ask = server(['ASKED'])
  ask.decideExport.mockRejectedValue(new Refusal('not_yours', '不由您审批'))
  const told = inScope(() => useExports(ask))
  await vi.advanceTimersByTimeAsync(0)

  expect(await told.decide('a', 'approve')).toBe(false)
  expect(told.refusal.value?.message).toBe('不由您审批')
})

test('a file is saved under a name that says what it is', async () => {
  const save = vi.fn()
  const told = inScope(() => useExports(server(['READY']), save))
  await vi.advanceTimersByTimeAsync(0)

  await told.fetchFile(row('a', 'READY'))

  expect(save).toHaveBeenCalledWith(expect.any(Blob), '实有人口20261121.xlsx')
})
