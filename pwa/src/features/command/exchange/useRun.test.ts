import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import type { ImportRow } from '@/data/exchange'
import { Refusal } from '@/data/refusal'
import { useRun } from '@/features/command/exchange/useRun'
import { inScope } from '@/features/command/inScope'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const row = (state: string, more: Partial<ImportRow> = {}): ImportRow =>
  ({ id: 'a', state, problems: 0, moves: [], ...more }) as unknown as ImportRow

function server(answers: ImportRow[]) {
  return {
    oneImport: vi.fn(() => Promise.resolve(answers.shift() ?? row('CHECKED'))),
    moveImport: vi.fn(() => Promise.resolve(row('APPLYING'))),
    problemsOf: vi.fn((_: string, cursor: string | null = null) =>
      Promise.resolve({
        rows: [{ row: cursor ? 9 : 3, column: '证件号码', value: '42…', reason: '校验位不对' }],
        next: cursor ? null : '1',
      }),
    ),
  }
}

test('it asks again while the server is at work and stops when it is done', async () => {
  const ask = server([row('CHECKING'), row('CHECKING'), row('CHECKED')])
  const run = inScope(() => useRun(shallowRef('a'), () => undefined, ask))

  await vi.advanceTimersByTimeAsync(10_000)

  expect(ask.oneImport).toHaveBeenCalledTimes(3)
  expect(run.row.value?.state).toBe('CHECKED')
})

test('problems come with the end of the check, page by page', async () => {
  const ask = server([row('CHECKED', { problems: 2 })])
  const run = inScope(() => useRun(shallowRef('a'), () => undefined, ask))
  await vi.advanceTimersByTimeAsync(0)
  await run.more()

  expect(run.problems.value.map((problem) => problem.row)).toEqual([3, 9])
  expect(run.next.value).toBeNull()
})

test('a step that was taken is watched to its end', async () => {
  const ask = server([row('CHECKED'), row('DONE')])
  const run = inScope(() => useRun(shallowRef('a'), () => undefined, ask))
  await vi.advanceTimersByTimeAsync(0)

  await run.act('apply', { mode: 'GOOD_ROWS' })
  expect(run.row.value?.state).toBe('APPLYING')
  await vi.advanceTimersByTimeAsync(5000)

  expect(ask.moveImport).toHaveBeenCalledWith('a', 'apply', { mode: 'GOOD_ROWS' })
  expect(run.row.value?.state).toBe('DONE')
})

test('a line that is down is tried again, a run that is not there is not', async () => {
  const ask = server([])
  ask.oneImport.mockRejectedValueOnce(new Refusal('offline', '网络不通'))
  ask.oneImport.mockRejectedValueOnce(new Refusal('not_found', '没有这次导入'))
  const run = inScope(() => useRun(shallowRef('a'), () => undefined, ask))

  await vi.advanceTimersByTimeAsync(30_000)

  expect(ask.oneImport).toHaveBeenCalledTimes(2)
  expect(run.refusal.value?.code).toBe('not_found')
})

test('another run begins with nothing of the one before', async () => {
  const ask = server([row('CHECKED', { problems: 2 }), row('CHECKING', { id: 'b' })])
  const id = shallowRef('a')
  const run = inScope(() => useRun(id, () => undefined, ask))
  await vi.advanceTimersByTimeAsync(0)

  id.value = 'b'
  await nextTick()

  expect(run.problems.value).toEqual([])
  expect(run.row.value?.id).not.toBe('a')
})
