/** S-41. */
import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { endPhone, held, testPhone } from '@/features/registry/testPhone'

const NOON = '2026-03-01T12:00:00Z'
const told = (state: string, moved_at: string) => ({ id: 'e1', state, moved_at })

afterEach(endPhone)

test('what the server told of a matter is what is shown without a line', async () => {
  const { one } = await testPhone()
  await one.replica.rows.put(held('event', 'e1', told('REPORTED', NOON)))

  await one.freshen('event', 'e1', told('ACCEPTED', '2026-03-01T12:01:00Z'))

  expect((await one.row('event', 'e1'))?.body.state).toBe('ACCEPTED')
  expect((await one.row('event', 'e1'))?.rev).toBe(1)
})

test('an answer that was long on its way replaces nothing newer', async () => {
  const { one } = await testPhone()
  await one.replica.rows.put(held('event', 'e1', told('ACCEPTED', NOON)))

  await one.freshen('event', 'e1', told('REPORTED', '2026-03-01T11:59:00Z'))

  expect((await one.row('event', 'e1'))?.body.state).toBe('ACCEPTED')
})

test('a matter that is not of this phone does not come to stay on it', async () => {
  const { one } = await testPhone()

  await one.freshen('event', 'e2', told('ACCEPTED', NOON))

  expect(await one.row('event', 'e2')).toBeNull()
})
