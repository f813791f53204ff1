// @vitest-environment node
import { expect, test } from 'vitest'
import { save } from '@/sync/outbox'
import { photoOf } from '@/sync/proof/schedule'
import { alone } from '@/sync/proof/tab'

const DAY = 86_400_000
const report = { id: 'r1', kind: 'event.report', title: 'r1', data: { grid: 'grid:1' } }

// S-30
test('a photo stays as long as its command waits, for a server that is restored until then', async () => {
  const { end, phone, tab } = alone()
  await tab.round()
  end.backUp()
  await save(tab.ctx.box, report, [await photoOf('r1')], phone.now)
  end.poison.add('r1')
  await tab.round()
  expect([...end.memory.photos.keys()]).toEqual(['photo-r1'])

  phone.now += 9 * DAY
  await tab.round()
  end.poison.clear()
  end.restore()
  for (let n = 0; n < 3; n += 1) {
    phone.now += DAY
    await tab.round()
  }

  expect(end.memory.effects).toEqual(['r1'])
  expect([...end.memory.photos.keys()]).toEqual(['photo-r1'])
})

// S-30
test('a clock that runs ahead, or was set right, takes nothing that a restored server may have forgotten', async () => {
  const { end, phone, tab } = alone()
  await tab.round()
  end.backUp()
  const right = phone.now
  for (const [n, clock] of [right, 0].entries()) {
    phone.now = clock
    await save(tab.ctx.box, { ...report, id: `r${n}` }, [await photoOf(`r${n}`)], phone.now)
    await tab.round()
    phone.now = n === 0 ? right + 90 * DAY : right
    await tab.round()
  }

  end.restore()
  await tab.round()
  await tab.round()

  expect(end.memory.effects).toEqual(['r0', 'r1'])
  expect([...end.memory.photos.keys()]).toEqual(['photo-r0', 'photo-r1'])
})
