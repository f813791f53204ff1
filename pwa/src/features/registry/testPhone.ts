import { expect, vi } from 'vitest'
import { recallSession } from '@/data/session'
import { dropPhone, phone } from '@/sync/access'
import type { Held, Waiting } from '@/sync/db'
import { standing, trouble } from '@/sync/standing'
import type { Outcome } from '@/sync/wire'

type Answer = Partial<Outcome>

/** A real phone with its real stores; the far end is what `answer` says of each command, or no line at all. */
export async function testPhone(answer?: (command: Waiting) => Answer) {
  const sent: Waiting[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    if (!answer) return Promise.reject(new TypeError('Failed to fetch'))
    if (!path.endsWith('/push/')) return Promise.resolve(new Response(JSON.stringify(NOTHING)))
    const { commands } = JSON.parse(init.body as string) as { commands: Waiting[] }
    const outcomes = commands.map((command) => {
      sent.push(command)
      return { ...APPLIED, ...answer(command), id: command.id }
    })
    const body = { server_time: new Date().toISOString(), outcomes }
    return Promise.resolve(new Response(JSON.stringify(body)))
  })
  document.cookie = 'csrftoken=x'
  accounts += 1
  const account = { id: accounts, name: '李小红', postings: [POSTING] }
  localStorage.setItem('session', JSON.stringify({ account }))
  recallSession()
  const one = await phone()
  // A phone that is still opening its stores cannot be ended.
  await vi.waitFor(() => expect(standing.value).not.toBeNull())
  return { one, sent }
}

const POSTING = { role: 'WORKER', at_kind: 'grid', at_id: 7, at_name: '一网格' }
/** Each test has an account of its own, and so stores of its own. */
let accounts = 0
const NOTHING = {
  scopes: [],
  revoked: [],
  outcomes: [],
  server_time: '2026-03-01T00:00:00Z',
}
const APPLIED = {
  status: 'applied',
  code: '',
  message: '',
  fields: {},
  answer: {},
  at: '2026-03-01T00:00:00Z',
}

export async function endPhone(): Promise<void> {
  await dropPhone()
  trouble.value = ''
  localStorage.clear()
  vi.unstubAllGlobals()
}

export const held = (kind: string, id: string, body: Record<string, unknown>): Held => ({
  kind,
  id,
  epoch: 1,
  rev: 1,
  body: { id, ...body },
  scopes: ['grid:7'],
  revs: { 'grid:7': 1 },
})
