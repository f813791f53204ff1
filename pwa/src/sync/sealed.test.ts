// @vitest-environment node
import { expect, test } from 'vitest'
import { save } from '@/sync/outbox'
import { alone } from '@/sync/proof/tab'
import { gather, seal, unseal } from '@/sync/sealed'

test('what is only on this phone goes into a file that opens with its pass phrase and with no other', async () => {
  const { box } = alone().tab.ctx
  const photo = {
    id: 'photo',
    bytes: Uint8Array.from({ length: 70_000 }, (_, n) => n % 251).buffer,
    type: 'image/jpeg',
    sha256: 'x',
    taken_at: null,
    lon: null,
    lat: null,
  }
  await save(
    box,
    { id: 'c1', kind: 'event.report', title: '上报', data: { text: '井盖' } },
    [photo],
    1,
  )

  const file = await seal(await gather(box, 1, new Date(0)), '出门带伞2026')

  expect(file).not.toContain('井盖')
  const opened = await unseal(file, '出门带伞2026')
  expect(opened.commands).toMatchObject([{ id: 'c1', data: { text: '井盖' }, photos: ['photo'] }])
  const bytes = Uint8Array.from(atob(opened.photos[0]?.base64 ?? ''), (one) => one.charCodeAt(0))
  expect([...bytes]).toEqual([...new Uint8Array(photo.bytes)])
  await expect(unseal(file, '出门带伞')).rejects.toThrow()
})
