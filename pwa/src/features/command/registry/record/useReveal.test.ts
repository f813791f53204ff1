import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Refusal } from '@/data/refusal'
import type { tell } from '@/data/registryDesk'
import { inScope } from '@/features/command/inScope'
import { useReveal } from '@/features/command/registry/record/useReveal'
import { SHOWN_SECONDS } from '@/features/command/registry/record/useShown'

const PHONE = { kind: 'people', id: 'p1', field: 'phone' } as const

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function reveal(answers: (string | Refusal | Promise<string>)[]) {
  const sent: object[] = []
  const send = (async (_: object, body: object) => {
    sent.push(body)
    const answer = await answers.shift()
    if (answer instanceof Refusal) throw answer
    return { id: 'p1', field: 'phone', value: answer }
  }) as typeof tell
  return { sent, ...inScope(() => useReveal(send)) }
}

test('without a purpose and a reason nothing is asked', async () => {
  const { sent, errors, open, submit } = reveal([])
  open(PHONE)
  await submit('', '   ')
  expect(Object.keys(errors.value)).toEqual(['purpose', 'reason'])
  expect(sent).toEqual([])
})

test('the value is shown for half a minute and then gone', async () => {
  const { sent, value, left, asked, open, submit } = reveal(['13800000000'])
  open(PHONE)
  await submit('VISIT', ' 上门联系 ')
  expect(sent).toEqual([{ field: 'phone', purpose: 'VISIT', reason: '上门联系' }])
  expect([value.value, left.value]).toEqual(['13800000000', SHOWN_SECONDS])

  vi.advanceTimersByTime((SHOWN_SECONDS - 1) * 1000)
  expect(value.value).toBe('13800000000')
  vi.advanceTimersByTime(1000)
  expect([value.value, asked.value]).toEqual([null, null])
})

test('closed while it is fetched, it is never shown', async () => {
  const late = new Promise<string>((done) => setTimeout(() => done('13800000000'), 500))
  const { value, open, close, submit } = reveal([late])
  open(PHONE)
  const asking = submit('VISIT', '上门')
  close()
  vi.advanceTimersByTime(500)
  await asking
  expect(value.value).toBeNull()
})

test('another field opened is the earlier value hidden', async () => {
  const { value, open, submit } = reveal(['13800000000'])
  open(PHONE)
  await submit('VISIT', '上门')
  open({ ...PHONE, field: 'document' })
  expect(value.value).toBeNull()
})

test('too many looks are refused in the server’s words', async () => {
  const { value, words, open, submit } = reveal([new Refusal('too_many', '一小时内最多查看 30 条')])
  open(PHONE)
  await submit('VISIT', '上门')
  expect([value.value, words.value]).toEqual([null, '一小时内最多查看 30 条'])
})
