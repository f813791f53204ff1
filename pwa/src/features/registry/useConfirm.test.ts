import { afterEach, expect, test, vi } from 'vitest'
import type { RoomDetail } from '@/data/registry'
import { houseOf, useConfirm } from '@/features/registry/useConfirm'

afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

const HOUSE = houseOf({
  id: 'r1',
  version: 3,
  people: [
    { id: 'p1', version: 1 },
    { id: 'p2', version: 7 },
  ],
} as RoomDetail)

interface Sent {
  path: string
  id: string
  version: number
}

function server(refusesAfter: number): Sent[] {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (path === '/api/session/') return Promise.resolve(new Response('{}'))
    const headers = init.headers as Record<string, string>
    const { version } = JSON.parse(init.body as string) as { version: number }
    sent.push({ path, id: headers['Idempotency-Key'] ?? '', version })
    const isRefused = sent.length === refusesAfter
    const body = isRefused
      ? { code: 'locked', message: '请稍后' }
      : { id: 'x', version: version + 1 }
    return Promise.resolve(new Response(JSON.stringify(body), { status: isRefused ? 423 : 200 }))
  })
  return sent
}

test('the house and everybody in it are confirmed as they were read', async () => {
  const sent = server(Infinity)

  expect(await useConfirm().confirm(HOUSE)).toBe(true)

  expect(sent.map(({ path, version }) => [path, version])).toEqual([
    ['/api/registry/rooms/r1/correct/', 3],
    ['/api/registry/people/p1/correct/', 1],
    ['/api/registry/people/p2/correct/', 7],
  ])
  expect(localStorage.length).toBe(0)
})

test('after a refusal it goes on where it stopped, under the same id', async () => {
  const sent = server(2)
  const { confirm } = useConfirm()

  await expect(confirm(HOUSE)).rejects.toThrow('请稍后')
  await confirm(HOUSE)

  expect(sent.map(({ path }) => path.split('/')[4])).toEqual(['r1', 'p1', 'p1', 'p2'])
  expect(sent[2]?.id).toBe(sent[1]?.id)
})
