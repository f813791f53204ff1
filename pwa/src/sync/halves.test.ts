// @vitest-environment node
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import { Safe } from '@/data/safe'
import { Lock } from '@/sync/lock'
import { Releases } from '@/sync/proof/releases'

// S-35
test('halves made anew whose answer was lost are asked for again, the half for the password too', async () => {
  vi.stubGlobal('localStorage', {})
  const [server, own] = [new Releases(), new Safe()]
  const opening = { indexedDB: new IDBFactory(), IDBKeyRange, safe: own }
  const lock = new Lock(1, { ask: server.ask, safe: own, rounds: 1000, opening })
  await lock.setUp('290418')
  server.forget()

  server.losesMaking = true
  await lock.unlock('290418')
  await vi.waitFor(() => expect(server.losesMaking).toBe(false))
  await lock.unlock('290418')
  await vi.waitFor(async () => {
    const kept = await lock.box.notes.get('vault')
    expect(kept?.value).toMatchObject({ part: 'part 2' })
  })

  expect(await lock.recover('secret', '135790')).toEqual({ kind: 'open' })
})
