// @vitest-environment node
import { expect, test } from 'vitest'
import { sendPhotos } from '@/sync/media'
import { save } from '@/sync/outbox'
import { photoOf } from '@/sync/proof/schedule'
import { alone } from '@/sync/proof/tab'
import { pushAll } from '@/sync/push'

const MINUTE = 60_000
const DAY = 86_400_000
const report = (id: string) => ({ id, kind: 'event.report', title: id, data: { grid: 'grid:1' } })

// S-13
test('however many of the oldest break the server, and however long one waits, the others go up', async () => {
  const { end, phone, tab } = alone()
  const { box } = tab.ctx
  const poison = ['p1', 'p2', 'p3', 'p4']
  for (const id of [...poison, 'good', 'better']) await save(box, report(id), [], phone.now)
  poison.forEach((id) => end.poison.add(id))

  for (let day = 0; day < 2; day += 1) {
    await pushAll(tab.ctx).catch(() => undefined)
    phone.now += DAY
  }

  expect((await box.commands.orderBy('seq').toArray()).map(({ id }) => id)).toEqual(poison)
})

test('a clock that is turned back makes nobody wait for the day it has left', async () => {
  const { end, phone, tab } = alone()
  const { box } = tab.ctx
  await save(box, report('r1'), [], phone.now)
  end.poison.add('r1')
  await pushAll(tab.ctx).catch(() => undefined)
  end.poison.clear()

  phone.now -= 3 * DAY
  await pushAll(tab.ctx)

  expect(await box.commands.count()).toBe(0)
})

test('what was set aside for a fault that has passed is not held up by what breaks the server for good', async () => {
  const { end, phone, tab } = alone()
  const { box } = tab.ctx
  const rounds = async (many: number): Promise<void> => {
    for (let n = 0; n < many; n += 1) {
      await pushAll(tab.ctx).catch(() => undefined)
      phone.now += DAY
    }
  }
  const ill = ['p1', 'p2', 'p3', 'passing']
  for (const id of ill) await save(box, report(id), [], phone.now)
  ill.forEach((id) => end.poison.add(id))
  await rounds(2)

  end.poison.delete('passing')
  await rounds(2)

  expect((await box.commands.orderBy('seq').toArray()).map(({ id }) => id)).toEqual([
    'p1',
    'p2',
    'p3',
  ])
})

const correct = (id: string, row: string) => ({
  id,
  kind: 'person.correct',
  title: id,
  row,
  scope: 'grid:1',
  data: { phone: id },
  old: { phone: '-' },
})

// S-13
test('what comes behind one that breaks the server waits on its row, also in the batch it broke', async () => {
  const { end, phone, tab } = alone()
  end.write(['p1', 'p2'].map((id) => ({ kind: 'person', id, body: {}, scopes: ['grid:1'] })))
  const said = [correct('first', 'p1'), correct('second', 'p1'), correct('other', 'p2')]
  for (const one of said) await save(tab.ctx.box, one, [], phone.now)
  end.poison.add('first')
  await pushAll(tab.ctx)
  end.poison.clear()
  phone.now += DAY
  await pushAll(tab.ctx)

  expect(end.memory.effects).toEqual(['other', 'first', 'second'])
})

// S-52
test('after a restore what was acknowledged goes up before what was saved since', async () => {
  const { end, phone, tab } = alone()
  end.write([{ kind: 'person', id: 'p1', body: {}, scopes: ['grid:1'] }])
  end.backUp()
  await tab.round()
  await save(tab.ctx.box, correct('older', 'p1'), [], phone.now)
  await pushAll(tab.ctx)
  end.restore()
  await save(tab.ctx.box, correct('newer', 'p1'), [], phone.now)

  await pushAll(tab.ctx)

  expect(end.memory.effects).toEqual(['older', 'newer'])
})

// S-13, S-30
test('what a restored server had parked it has forgotten: nothing on its row goes ahead of it', async () => {
  const { end, phone, tab } = alone()
  const { box } = tab.ctx
  await tab.round()
  end.backUp()
  await save(box, correct('older', 'p9'), [], phone.now)
  await tab.round()
  expect(await box.commands.get('older')).toMatchObject({ parked: true })

  end.restore()
  end.write([{ kind: 'person', id: 'p9', body: { phone: '-' }, scopes: ['grid:1'] }])
  await save(box, correct('newer', 'p9'), [], phone.now)
  await tab.round()
  phone.now += DAY
  await tab.round()

  expect(end.memory.effects).toEqual(['older', 'newer'])
})

test('a morning without a line makes nobody wait longer for a fault that has passed', async () => {
  const { end, phone, tab } = alone()
  const { box, now } = tab.ctx
  await save(box, report('r1'), [await photoOf('r1')], now())
  for (let n = 0; n < 12; n += 1) {
    tab.faults = ['request lost', 'request lost']
    await pushAll(tab.ctx).catch(() => undefined)
    await sendPhotos(tab.ctx).catch(() => undefined)
  }
  tab.faults = ['500', null, '500']
  await pushAll(tab.ctx).catch(() => undefined)
  await sendPhotos(tab.ctx)

  phone.now += MINUTE
  await pushAll(tab.ctx)
  await sendPhotos(tab.ctx)

  expect(end.memory.effects).toEqual(['r1'])
  expect([...end.memory.photos.keys()]).toEqual(['photo-r1'])
})
