import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { Outbox } from '@/sync/db'
import { mergedHere, mergedLately, seeMerged } from '@/sync/merged'
import { save, settle } from '@/sync/outbox'
import type { Status } from '@/sync/wire'

const DAY = 86_400_000
const NOW = 100 * DAY

interface Done {
  id: string
  row?: string
  status?: Status
  ago?: number
}

async function boxWith(done: Done[]): Promise<Outbox> {
  const box = new Outbox(1, { indexedDB: new IDBFactory(), IDBKeyRange })
  for (const { id, row = 'p1', status = 'merged', ago = 0 } of done) {
    await save(box, { id, kind: 'person.correct', title: id, row, data: {} }, [], 1)
    const outcome = { id, status, code: '', message: '', fields: {}, answer: null, at: '' }
    await settle(box, [outcome], { now: NOW - ago, offers: 0 })
  }
  return box
}

const titles = (some: { title: string }[]): string[] => some.map(({ title }) => title)

// S-48
test('what was merged within a week is listed, newest first, and nothing else', async () => {
  const box = await boxWith([
    { id: 'long ago', ago: 8 * DAY },
    { id: 'older', ago: 3 * DAY },
    { id: 'done', status: 'applied' },
    { id: 'held', status: 'held' },
    { id: 'newer', row: 'p2', ago: 1 },
  ])

  expect(titles(await mergedLately(box, NOW))).toEqual(['newer', 'older'])
})

test('of very many only the newest are opened', async () => {
  const box = await boxWith(
    Array.from({ length: 25 }, (_, index) => ({ id: `c${index}`, ago: index * 1000 })),
  )

  const told = titles(await mergedLately(box, NOW))

  expect([told.length, told[0], told.at(-1)]).toEqual([20, 'c0', 'c19'])
})

test('a row says so for a day, or until the list has been looked through', async () => {
  const box = await boxWith([
    { id: 'mine', ago: DAY / 2 },
    { id: 'old', ago: 2 * DAY },
    { id: 'of another', row: 'p2', ago: 1 },
  ])
  expect(titles(await mergedHere(box, 'p1', NOW))).toEqual(['mine'])
  expect(await mergedHere(box, 'p1', NOW + DAY)).toEqual([])

  await seeMerged(box, NOW)

  expect(await mergedHere(box, 'p1', NOW)).toEqual([])
  expect(titles(await mergedLately(box, NOW))).toEqual(['of another', 'mine', 'old'])
})

test('one that is merged after the list was looked through is new', async () => {
  const box = await boxWith([{ id: 'later', ago: 5 }])
  await seeMerged(box, NOW - 10)

  expect(titles(await mergedHere(box, 'p1', NOW))).toEqual(['later'])
})
