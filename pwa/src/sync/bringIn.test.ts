// @vitest-environment node
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { bringIn, OtherAccount } from '@/sync/bringIn'
import { save } from '@/sync/outbox'
import { Phone } from '@/sync/proof/phone'
import { alone } from '@/sync/proof/tab'
import { gather, seal, unseal } from '@/sync/sealed'

vi.setConfig({ testTimeout: 60_000 })

const photo = (id: string) => ({
  id: `photo-${id}`,
  bytes: new TextEncoder().encode(id).buffer,
  type: 'image/jpeg',
  sha256: 'x',
  taken_at: null,
  lon: null,
  lat: null,
})
const report = (id: string) => ({
  id,
  kind: 'event.report',
  title: id,
  data: { grid: 'grid:1', text: id },
})

test('whatever both phones did, each command is on the new one once, in its order, and goes up once', async () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(ids, ids, async (lost, kept) => {
      const [old, fresh] = [alone().tab.ctx, alone()]
      for (const id of lost) await save(old.box, report(id), [photo(id)], 1)
      for (const id of kept) await save(fresh.tab.ctx.box, report(id), [photo(id)], 2)
      const file = await gather(old.box, 1, new Date(0))

      const told = await bringIn(fresh.tab.ctx.box, 1, file)
      const again = await bringIn(fresh.tab.ctx.box, 1, file)

      const fromFile = lost.filter((id) => !kept.includes(id))
      expect(told).toEqual({
        added: fromFile.length,
        photos: fromFile.length,
        known: lost.length - fromFile.length,
      })
      expect([again.added, again.photos]).toEqual([0, 0])
      const order = await fresh.tab.ctx.box.commands.orderBy('seq').toArray()
      expect(order.map(({ id }) => id)).toEqual([...kept, ...fromFile])
      await fresh.tab.round()
      expect(fresh.end.memory.effects).toEqual([...kept, ...fromFile])
      expect(await fresh.tab.ctx.box.media.where('waiting').equals(1).count()).toBe(0)
    }),
    { numRuns: 8 },
  )
})

test('a file of another account is not taken in, and one sealed and opened again is the same', async () => {
  const { box } = alone().tab.ctx
  await save(box, report('a'), [photo('a')], 1)
  const file = await unseal(
    await seal(await gather(box, 1, new Date(0)), '出门带伞2026'),
    '出门带伞2026',
  )

  const other = alone().tab.ctx
  await expect(bringIn(other.box, 2, file)).rejects.toBeInstanceOf(OtherAccount)
  expect(await other.box.commands.count()).toBe(0)
  await bringIn(other.box, 1, file)
  expect((await other.box.media.get('photo-a'))?.bytes).toEqual(photo('a').bytes)
})

// S-10
test('what the server has had from the old phone is the same command when the new one sends it', async () => {
  const { end, tab } = alone()
  const [old, fresh] = [tab.ctx.box, new Phone(1, end).tab(0)]
  for (const id of ['a', 'b']) await save(old, report(id), [], 1)
  tab.faults = ['answer lost']
  await tab.round()
  const file = await gather(old, 1, new Date(0))

  await fresh.round()
  await save(fresh.ctx.box, report('own'), [], 2)
  await bringIn(fresh.ctx.box, 1, file)
  await fresh.round()

  expect(end.memory.effects).toEqual(['a', 'b', 'own'])
  const told = async () =>
    (await fresh.ctx.box.journal.toArray()).map(({ id, outcome }) => `${id} ${outcome.status}`)
  expect(await told()).toEqual(['a applied', 'b applied', 'own applied'])

  end.backUp()
  end.restore()
  await fresh.round()
  expect(await told()).toEqual(['a applied', 'b applied', 'own applied'])
})

// S-32
test('a photo that comes in a file has its small picture still', async () => {
  const { box } = alone().tab.ctx
  const small = new TextEncoder().encode('small').buffer
  await save(box, report('a'), [{ ...photo('a'), preview: small }, photo('b')], 1)
  const phrase = '出门带伞2026'
  const file = await unseal(await seal(await gather(box, 1, new Date(0)), phrase), phrase)

  const other = alone().tab.ctx
  await bringIn(other.box, 1, file)

  expect((await other.box.media.get('photo-a'))?.preview).toEqual(small)
  expect((await other.box.media.get('photo-b'))?.preview ?? null).toBeNull()
})
