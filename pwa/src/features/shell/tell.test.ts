import { afterEach, expect, test, vi } from 'vitest'
import { tell, told } from '@/features/shell/tell'

afterEach(() => document.body.replaceChildren())

test('what is told is read aloud once, and is no dialog that somebody has to leave', async () => {
  tell('已保存')

  await vi.waitFor(() => expect(document.querySelector('.van-toast')).not.toBeNull())
  await vi.waitFor(() =>
    expect(document.querySelector('[role="dialog"]:not([aria-hidden])')).toBeNull(),
  )
  expect(told.value).toBe('已保存')
})
