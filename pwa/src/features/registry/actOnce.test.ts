import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { actOnce } from '@/features/registry/actOnce'
import { endPhone, testPhone } from '@/features/registry/testPhone'

afterEach(endPhone)

const SEEN = {
  kind: 'person.correct',
  title: '核实无误：张三',
  row: 'p1',
  data: { whole: true, source: 'DOOR' },
}

test('what was done again weeks later is done again, also if the app was closed over the first time', async () => {
  let left = {}
  const { sent } = await testPhone(() => {
    left = { ...left, ...localStorage }
    return {}
  })
  await actOnce(SEEN)
  // The app was closed while the server was still asked.
  Object.assign(localStorage, left)

  await actOnce(SEEN)

  await vi.waitFor(() => expect(sent).toHaveLength(2))
})

test('pressed again while it is under way it is done once', async () => {
  const { sent } = await testPhone(() => ({}))

  const [one, other] = await Promise.all([actOnce(SEEN), actOnce({ ...SEEN })])

  expect(one).toEqual(other)
  expect(sent).toHaveLength(1)
})
