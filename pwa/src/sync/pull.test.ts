// @vitest-environment node
import { expect, test } from 'vitest'
import { alone } from '@/sync/proof/tab'

const HOUR = 3_600_000
const person = (id: string) => ({ kind: 'person', id, body: { name: id }, scopes: ['grid:1'] })

// S-07, S-08
test('what got lost here is found within a day, also by a phone that asks every hour', async () => {
  const { end, phone, tab } = alone()
  const { rows } = tab.ctx.replica
  end.write([person('p1'), person('p2')])
  await tab.round()
  await rows.delete(['person', 'p1'])

  for (let hour = 0; hour < 26; hour += 1) {
    phone.now += HOUR
    await tab.round()
  }

  expect((await rows.toArray()).map(({ id }) => id)).toEqual(['p1', 'p2'])
})
