import { expect, test } from 'vitest'
import type { Outbox } from '@/sync/db'
import { timedId } from '@/sync/ids'
import { save } from '@/sync/outbox'
import { alone } from '@/sync/proof/tab'

const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const MOMENT = 1_800_000_000_000

const momentOf = (id: string): number => parseInt(id.slice(0, 13).replace('-', ''), 16)

const saved = async (box: Outbox, now: number): Promise<string> =>
  (await save(box, { kind: 'event.report', title: '', data: {} }, [], now)).id

test('what is saved is named by a UUID of version 7: when, and then chance', async () => {
  const { box } = alone().tab.ctx

  const ids = [await saved(box, MOMENT), await saved(box, MOMENT), await saved(box, MOMENT + 1)]

  for (const id of ids) expect(id).toMatch(VERSION_7)
  expect(ids.map(momentOf)).toEqual([MOMENT, MOMENT, MOMENT + 1])
  expect(new Set(ids).size).toBe(3)
  expect((ids[2] ?? '') > (ids[0] ?? '')).toBe(true)
})

test('also on a phone that cannot make one by itself', () => {
  const { crypto } = globalThis
  const bare = { getRandomValues: crypto.getRandomValues.bind(crypto) }
  Object.defineProperty(globalThis, 'crypto', { value: bare, configurable: true })
  const id = timedId(MOMENT)
  Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true })

  expect(id).toMatch(VERSION_7)
})
