import { newId } from '@/data/ids'
import { offline, refusalFrom } from '@/data/refusal'

type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>
type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Sending {
  method?: Method
  /** The command's id: the same id sent twice is answered twice and done once. */
  id?: string
  signal?: AbortSignal
  /** A large file takes longer than a few words. */
  patience?: number
}

const SECONDS = 1000
const PATIENCE = 20 * SECONDS
const PAUSES = [400, 1500]
const WORTH_RETRYING = new Set([502, 503, 504])

const signedOut = new Set<() => void>()

/** The session may end at any door; whoever keeps it wants to know. */
export function whenSignedOut(tell: () => void): void {
  signedOut.add(tell)
}

/** Asks; never changes anything. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return read<T>(await insist(() => attempt(path + search(query), { signal })))
}

/** Tells; retried under one id, so that a lost answer never does the thing twice. */
export async function send<T>(path: string, body?: unknown, how: Sending = {}): Promise<T> {
  return read<T>(await sendAny(path, body, how))
}

/** A file as it is; what is refused is told as anywhere. */
export async function getFile(path: string): Promise<Blob> {
  const response = await insist(() => attempt(path, { headers: { Accept: '*/*' } }))
  return response.ok ? response.blob() : read<Blob>(response)
}

/** For files whose every fetch is written down. */
export async function sendForFile(path: string): Promise<Blob> {
  const response = await sendAny(path, undefined, {})
  return response.ok ? response.blob() : read<Blob>(response)
}

async function sendAny(path: string, body: unknown, how: Sending): Promise<Response> {
  const { method = 'POST', id = newId(), signal, patience } = how
  const isForm = body instanceof FormData
  const request = async (): Promise<Response> =>
    attempt(path, {
      method,
      signal,
      patience,
      body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
      headers: {
        'Idempotency-Key': id,
        'X-CSRFToken': await csrfToken(),
        ...(isForm || body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
    })
  return insist(request)
}

export function search(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)
      ? []
      : [[name, Array.isArray(value) ? value.join(',') : String(value)]],
  )
  return pairs.length ? `?${new URLSearchParams(pairs).toString()}` : ''
}

async function insist(request: () => Promise<Response>): Promise<Response> {
  for (const pause of PAUSES) {
    const response = await request().catch((error: unknown) => {
      if (wasCancelled(error)) throw error
      return null
    })
    if (response && !WORTH_RETRYING.has(response.status)) return response
    await new Promise((done) => setTimeout(done, pause))
  }
  return request().catch((error: unknown) => {
    throw wasCancelled(error) ? error : offline()
  })
}

const wasCancelled = (error: unknown): boolean =>
  error instanceof Error && error.name === 'Cancelled'

async function attempt(path: string, init: RequestInit & { patience?: number }): Promise<Response> {
  const { signal, patience = PATIENCE, ...rest } = init
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), patience)
  const cancel = (): void => limit.abort()
  signal?.addEventListener('abort', cancel)
  try {
    return await fetch(path, {
      credentials: 'same-origin',
      ...rest,
      headers: { Accept: 'application/json', ...(rest.headers as Record<string, string>) },
      signal: limit.signal,
    })
  } catch (error) {
    if (signal?.aborted) throw Object.assign(new Error('Cancelled'), { name: 'Cancelled' })
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
  }
}

async function read<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as T
  if (response.status === 401) signedOut.forEach((tell) => tell())
  throw refusalFrom(response.status, body)
}

/** For those who send in their own way. */
export async function csrfToken(): Promise<string> {
  const held = cookie('csrftoken')
  if (held !== '') return held
  await attempt('/api/session/', {})
  return cookie('csrftoken')
}

function cookie(name: string): string {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`))
  return found ? decodeURIComponent(found.slice(name.length + 1)) : ''
}
