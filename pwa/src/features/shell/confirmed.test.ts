import { beforeEach, expect, test, vi } from 'vitest'
import { closeDialog } from 'vant'
import { confirmed, unask } from '@/features/shell/confirmed'

let answer: (isYes: boolean) => void

vi.mock('vant', () => ({
  closeDialog: vi.fn(),
  showConfirmDialog: () =>
    new Promise<void>((yes, no) => (answer = (isYes) => (isYes ? yes() : no(new Error('no'))))),
}))

const QUESTION = { title: '换账号登录', message: '会退出当前账号', confirmButtonText: '退出登录' }

beforeEach(() => {
  vi.mocked(closeDialog).mockClear()
  vi.spyOn(history, 'go').mockImplementation(() => undefined)
})

test.each([true, false])('what is answered (%s) is told', async (isYes) => {
  const asked = confirmed(QUESTION)
  answer(isYes)

  expect(await asked).toBe(isYes)
})

test('the back key says no, and closes the question', async () => {
  const asked = confirmed(QUESTION)
  dispatchEvent(new PopStateEvent('popstate', { state: {} }))

  expect(await asked).toBe(false)
  expect(closeDialog).toHaveBeenCalled()
})

test('so does the page that goes while it is asked', async () => {
  const asked = confirmed(QUESTION)
  unask()

  expect(await asked).toBe(false)
})
