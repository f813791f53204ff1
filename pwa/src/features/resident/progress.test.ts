import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import type { PublicEvent } from '@/data/types'
import { announced } from '@/features/resident/announce'
import { forgetReceipt, keepReceipt } from '@/features/resident/receipts'
import { useProgress } from '@/features/resident/useProgress'

class Quiet extends EventTarget {
  send(): void {}
  close(): void {}
}

const EVENT = {
  id: 'event-1',
  stages: ['已上报', '已受理', '处理中', '已答复', '已评价'],
  stage: 1,
  ended: false,
  rating: null,
  state_label: '待受理',
  timeline: [{ at: '', label: '已收到您反映的问题', note: '' }],
} as unknown as PublicEvent
const MOVED = {
  ...EVENT,
  stage: 2,
  timeline: [...EVENT.timeline, { at: '', label: '已受理', note: '' }],
}
const UNKNOWN = { status: 404, body: { code: 'not_found', message: '请先输入编号和查询码' } }

let scope: EffectScope

function open(...answers: { status: number; body: object }[]) {
  const asked: string[] = []
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path)
    const next = answers.shift()
    if (!next) return Promise.reject(new TypeError('Failed to fetch'))
    return Promise.resolve(new Response(JSON.stringify(next.body), { status: next.status }))
  })
  const progress = scope.run(() => useProgress('event-1')) ?? expect.fail('no scope')
  return { ...progress, asked }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Quiet)
  document.cookie = 'csrftoken=token-1'
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  forgetReceipt('event-1')
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the matter is shown', async () => {
  const { event } = open({ status: 200, body: EVENT })
  await vi.advanceTimersByTimeAsync(0)

  expect(event.value).toEqual(EVENT)
})

test('a session that forgot is reminded with the code this phone keeps', async () => {
  keepReceipt({ id: 'event-1', number: 'N-1', code: 'ABCD', label: '噪声扰民', at: '' })
  const { event, asked } = open(UNKNOWN, { status: 200, body: EVENT })
  await vi.advanceTimersByTimeAsync(0)

  expect(asked).toEqual(['/api/public/events/event-1/', '/api/public/follow/'])
  expect(event.value).toEqual(EVENT)
})

test('without a code the number and the code are asked for', async () => {
  const { refusal } = open(UNKNOWN)
  await vi.advanceTimersByTimeAsync(0)

  expect(refusal.value?.message).toBe('请先输入编号和查询码')
})

test('while no socket stands, it is asked again now and then', async () => {
  const { event } = open({ status: 200, body: EVENT }, { status: 200, body: MOVED })
  await vi.advanceTimersByTimeAsync(31_000)

  expect(event.value?.stage).toBe(2)
  expect(announced.value).toBe('有新进展：已受理')
})

test('a lost line leaves on the screen what is there', async () => {
  const { event, refusal } = open({ status: 200, body: EVENT })
  await vi.advanceTimersByTimeAsync(60_000)

  expect(event.value).toEqual(EVENT)
  expect(refusal.value).toBeNull()
})
