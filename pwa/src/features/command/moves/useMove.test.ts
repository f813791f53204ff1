import { nextTick, shallowRef } from 'vue'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Values } from '@/data/moves'
import { offline, Refusal } from '@/data/refusal'
import type { EventDetail, Move } from '@/data/types'
import { useMove } from '@/features/command/moves/useMove'
import { inScope } from '@/features/command/inScope'

const need = (name: string, kind: Move['needs'][number]['kind']) => ({
  name,
  kind,
  label: name,
  required: true,
})
const accept: Move = { verb: 'accept', label: '受理', needs: [], primary: true, danger: false }
const dispatch: Move = {
  verb: 'dispatch',
  label: '派遣',
  needs: [need('unit', 'unit'), need('note', 'text')],
  primary: true,
  danger: false,
}
const matter = (part: Partial<EventDetail> = {}) =>
  ({ id: 'e1', unit: null, suggested: null, moves: [accept, dispatch], ...part }) as EventDetail

let nth = 0
beforeEach(() => {
  nth += 1
})

function form(answers: (EventDetail | Refusal)[], part: Partial<EventDetail> = {}) {
  const sent: { verb: string; values: Values; id: string }[] = []
  const send = (_: string, verb: string, values: Values, id: string) => {
    sent.push({ verb, values, id })
    const answer = answers.shift()
    return answer instanceof Refusal ? Promise.reject(answer) : Promise.resolve(answer ?? matter())
  }
  // Drafts outlive a form, so each test has a matter of its own.
  const detail = shallowRef<EventDetail | null>(matter({ id: `e${nth}`, ...part }))
  const told = { moved: vi.fn(), refresh: vi.fn(() => Promise.resolve()) }
  const made = inScope(() => useMove(detail, told, send))
  return { sent, told, detail, ...made }
}

test('a move that needs nothing is done at once', async () => {
  const { sent, open, move, told } = form([])
  open(accept)
  await vi.waitFor(() => expect(told.moved).toHaveBeenCalledOnce())

  expect(sent.map(({ verb }) => verb)).toEqual(['accept'])
  expect(move.value).toBeNull()
})

test('the server’s proposal is filled in, but never the unit that already has it', () => {
  const suggested = { unit: { id: 7, name: '城管' }, co_units: [] }
  const { open, values } = form([], { suggested })
  open(dispatch)
  expect(values.value.unit).toBe(7)

  const again = form([], { id: 'other', suggested, unit: suggested.unit })
  again.open(dispatch)
  expect(again.values.value.unit).toBeNull()
})

test('what is missing is said and nothing is sent', async () => {
  const { sent, open, submit, errors } = form([])
  open(dispatch)
  await submit()

  expect(Object.keys(errors.value)).toEqual(['unit', 'note'])
  expect(sent).toEqual([])
})

test('when somebody was quicker, the detail is asked again and the words stay', async () => {
  const { open, submit, values, told, refusal, move, isGone, detail } = form([
    new Refusal('moved_on', '情况已变'),
  ])
  open(dispatch)
  values.value = { unit: 3, note: '请尽快' }
  await submit()
  detail.value = { ...matter(), id: detail.value?.id ?? '', moves: [] }
  await nextTick()

  expect(told.refresh).toHaveBeenCalledOnce()
  expect(refusal.value?.code).toBe('moved_on')
  expect(move.value).toBe(dispatch)
  expect(values.value).toEqual({ unit: 3, note: '请尽快' })
  expect(isGone.value).toBe(true)
})

test('the same words after a lost answer are the same command, other words another', async () => {
  const { sent, open, submit, values } = form([offline(), offline()])
  open(dispatch)
  values.value = { unit: 3, note: '一' }
  await submit()
  await submit()
  values.value = { unit: 3, note: '二' }
  await submit()

  const [first, second, third] = sent.map(({ id }) => id)
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

test('a closed form is found again as it was left, and is empty once it was taken', async () => {
  const { open, close, submit, values } = form([])
  open(dispatch)
  values.value = { unit: 3, note: '写了一半' }
  await nextTick()
  close()
  open(dispatch)
  expect(values.value).toEqual({ unit: 3, note: '写了一半' })

  await submit()
  open(dispatch)
  expect(values.value).toEqual({ unit: null, note: null })
})
