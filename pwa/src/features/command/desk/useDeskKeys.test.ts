import { nextTick, shallowRef } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EventRow } from '@/data/types'
import { useDeskKeys } from '@/features/command/desk/useDeskKeys'
import { inScope } from '@/features/command/inScope'

const rows = shallowRef<EventRow[]>([])
const hands = { open: vi.fn(), close: vi.fn(), search: vi.fn() }
const rowsOf = (...ids: string[]) => ids.map((id) => ({ id }) as EventRow)
const press = (key: string, on: EventTarget = document.body) =>
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))

function keys() {
  const made = inScope(() => useDeskKeys(rows, hands))
  return made
}

beforeEach(() => {
  rows.value = rowsOf('a', 'b', 'c')
  document.body.innerHTML = '<input>'
})
afterEach(() => {
  vi.clearAllMocks()
})

test('j and k walk the queue and stop at its ends', () => {
  const { cursor } = keys()
  const walked = ['k', 'j', 'j', 'j', 'k'].map((key) => {
    press(key)
    return cursor.value
  })

  expect(walked).toEqual(['a', 'b', 'c', 'c', 'b'])
})

test('when the row is gone, j takes the one in its place', async () => {
  const { cursor } = keys()
  press('j')
  press('j')
  await nextTick()
  rows.value = rowsOf('a', 'c')
  await nextTick()

  press('j')

  expect(cursor.value).toBe('c')
})

test('Enter opens, slash searches, Esc closes', () => {
  keys()
  press('j')
  for (const key of ['Enter', '/', 'Escape']) press(key)

  expect(hands.open).toHaveBeenCalledWith('a')
  expect(hands.search).toHaveBeenCalledOnce()
  expect(hands.close).toHaveBeenCalledOnce()
})

test('who types is left alone', () => {
  const { cursor } = keys()
  const input = document.querySelector('input')
  if (input) press('j', input)

  expect(cursor.value).toBeNull()
})
