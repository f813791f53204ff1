// @vitest-environment node
import { expect, test, vi } from 'vitest'
import { standingOf } from '@/sync/health'
import { save } from '@/sync/outbox'
import { alone } from '@/sync/proof/tab'
import { viewOf } from '@/sync/view'

const correct = (id: string, row: string) => ({
  id,
  kind: 'person.correct',
  title: id,
  row,
  scope: 'grid:1',
  data: { phone: id },
  old: { phone: '-' },
})

const person = (id: string) => ({
  kind: 'person',
  id,
  body: { name: id, phone: '-' },
  scopes: ['grid:1'],
})

test('one poisoned command delays no other row', async () => {
  const { end, phone, tab } = alone()
  end.write(['p1', 'p2', 'p3'].map(person))
  for (const [n, row] of ['p1', 'p2', 'p3'].entries())
    await save(tab.ctx.box, correct(`c${n}`, row), [], phone.now)
  end.poison.add('c1')

  const trouble = await tab.engine.round()

  expect(trouble).toBe(null)
  expect(end.memory.effects).toEqual(['c0', 'c2'])
  const stuck = await tab.ctx.box.commands.toArray()
  expect(stuck.map(({ id, tries }) => [id, tries])).toEqual([['c1', 1]])
  expect(stuck[0]?.next_at).toBeGreaterThan(phone.now)
})

test('a server that breaks at everything is left alone after a few tries', async () => {
  const { end, phone, tab } = alone()
  const all = Array.from({ length: 40 }, (_, n) => `c${n}`)
  for (const id of all) await save(tab.ctx.box, correct(id, id), [], phone.now)
  all.forEach((id) => end.poison.add(id))

  const trouble = await tab.engine.round()

  expect(trouble?.kind).toBe('broken')
  const tried = await tab.ctx.box.commands.filter(({ tries }) => tries > 0).count()
  expect(tried).toBeLessThan(5)
})

// S-41
test('what was done stays in view between the server’s word and the rows that show it', async () => {
  const { end, phone, tab } = alone()
  const { box, replica } = tab.ctx
  end.write([person('p1')])
  await tab.round()
  await save(box, correct('c1', 'p1'), [], phone.now)

  tab.faults = [null, 'request lost']
  await tab.round()

  const [held, settled] = [await replica.rows.get(['person', 'p1']), await box.journal.toArray()]
  expect(held?.body.phone).toBe('-')
  const echoes = settled.filter(({ echo }) => echo === 1)
  expect(viewOf('person', 'p1', held, echoes)?.body.phone).toBe('c1')

  await tab.round()

  expect((await replica.rows.get(['person', 'p1']))?.body.phone).toBe('c1')
  expect(await box.journal.where('echo').equals(1).count()).toBe(0)
})

test('synced is said only when nothing waits and a pull began after the last save', async () => {
  const { phone, tab } = alone()
  const { box } = tab.ctx
  const isSynced = async (): Promise<boolean> => (await standingOf(box)).isSynced

  expect(await isSynced()).toBe(false)
  await tab.round()
  expect(await isSynced()).toBe(true)

  await save(box, correct('c1', 'p1'), [], phone.now)
  expect(await isSynced()).toBe(false)
  tab.faults = [null, 'request lost']
  await tab.round()
  expect(await isSynced()).toBe(false)
})

test('the journal is kept for thirty days and photos for seven, and what goes is written down', async () => {
  const DAY = 86_400_000
  const { end, phone, tab } = alone()
  end.write([person('p1')])
  await save(tab.ctx.box, correct('c1', 'p1'), [], phone.now)
  await tab.round()

  const passes = async (time: number): Promise<void> => {
    phone.now += time
    end.clock += time
    await tab.round()
  }
  await passes(29 * DAY)
  expect(await tab.ctx.box.journal.count()).toBe(1)
  await passes(2 * DAY)

  expect(await tab.ctx.box.journal.count()).toBe(0)
  expect(await tab.ctx.box.erased.toArray()).toMatchObject([
    { what: 'journal', reason: 'settled long ago', count: 1 },
  ])
})

test('a row of records saved without a line is not a try for each', async () => {
  const { phone, tab } = alone()
  const asked = vi.spyOn(tab.ctx, 'ask')
  tab.faults = ['request lost']
  await tab.engine.hurry()
  const tries = asked.mock.calls.length

  for (let n = 0; n < 20; n += 1) tab.engine.saved()
  expect(asked).toHaveBeenCalledTimes(tries)

  phone.now += 5000
  tab.engine.saved()
  await tab.engine.hurry()
  expect(asked.mock.calls.length).toBeGreaterThan(tries)
  tab.engine.stop()
})
