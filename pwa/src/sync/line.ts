import { csrfToken } from '@/data/api'

/** One question to the server, asked once: whether and when it is asked again is the engine's business. */
export interface Asked {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'HEAD'
  path: string
  body?: unknown
  bytes?: ArrayBuffer
  headers?: Record<string, string>
  patience?: number
  /** Takes an answer that comes as lines, each as soon as it is here; the answer's body is null then. */
  onLine?: (line: unknown) => void
}

export interface Answered {
  status: number
  body: unknown
  header: (name: string) => string | null
}

export type Ask = (asked: Asked) => Promise<Answered>

export type TroubleKind =
  | 'line'
  | 'signed_out'
  | 'lost'
  | 'forbidden'
  | 'too_old'
  | 'absent'
  | 'busy'
  | 'refused'
  | 'broken'

/** Why a question got no good answer; none of them ends the waiting of anything. */
export class Trouble extends Error {
  constructor(
    readonly kind: TroubleKind,
    message: string,
    readonly status = 0,
    /** How long the server asks us to stay away. */
    readonly pause = 0,
  ) {
    super(message)
    this.name = 'Trouble'
  }
}

const SECOND = 1000
const PATIENCE = 20 * SECOND

const KINDS: Record<number, [TroubleKind, string]> = {
  401: ['signed_out', '登录已失效，请重新登录，未发送的内容都在'],
  403: ['forbidden', '服务器没有接受，请重新登录后再试'],
  404: ['absent', '服务器还不支持同步，请联系系统管理员'],
  409: ['refused', '服务器上的内容不一致'],
  413: ['refused', '内容太大，服务器不接受'],
  426: ['too_old', '版本太旧，请更新后再同步；未发送的内容都在'],
  429: ['busy', '服务器繁忙，稍后自动重试'],
  502: ['line', '网络不通，联网后自动发送'],
  503: ['busy', '服务器繁忙，稍后自动重试'],
  504: ['line', '网络不通，联网后自动发送'],
}

export const noLine = (): Trouble => new Trouble('line', '网络不通，联网后自动发送')

/** The body of a good answer; anything else is thrown as the trouble it means. */
export function bodyOf<T>(answer: Answered): T {
  if (answer.status >= 200 && answer.status < 300) return answer.body as T
  throw troubleOf(answer)
}

interface Said {
  code?: string
  message?: string
}

function troubleOf(answer: Answered): Trouble {
  const { status } = answer
  const { code, message } = (answer.body ?? {}) as Said
  const known = CODES[code ?? '']
  if (known) return new Trouble(...known, status)
  const [kind, plain] = KINDS[status] ?? (status >= 500 ? BROKEN : REFUSED)
  const words = kind === 'refused' ? (message ?? plain) : plain
  return new Trouble(kind, words, status, pauseOf(answer))
}

const CODES: Record<string, [TroubleKind, string] | undefined> = {
  other_account: ['signed_out', '这台手机换了账号，请用原账号登录后再同步'],
  device_lost: ['lost', '这台手机已登记遗失，找回后请联系管理员恢复'],
}
const BROKEN: [TroubleKind, string] = ['broken', '系统暂时出错，稍后自动重试']
const REFUSED: [TroubleKind, string] = ['refused', '服务器不接受这项内容']

function pauseOf(answer: Answered): number {
  const seconds = Number(answer.header('Retry-After'))
  return Number.isFinite(seconds) ? seconds * SECOND : 0
}

/** Through the browser, with a limit on the waiting; a cut-off answer is no answer. */
export const askByFetch: Ask = async (asked) => {
  const { method, path, body, bytes, headers, patience } = asked
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), patience ?? PATIENCE)
  try {
    const sent: RequestInit = {
      method,
      credentials: 'same-origin',
      headers: { ...(await ownHeaders(method, body !== undefined)), ...headers },
      signal: limit.signal,
    }
    if (bytes) sent.body = bytes
    else if (body !== undefined) sent.body = JSON.stringify(body)
    const response = await fetch(path, sent)
    const header = (name: string): string | null => response.headers.get(name)
    return { status: response.status, body: await told(response, asked), header }
  } catch {
    throw noLine()
  } finally {
    clearTimeout(timer)
  }
}

async function ownHeaders(method: string, isJson: boolean): Promise<Record<string, string>> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (isJson) headers['Content-Type'] = 'application/json'
  if (method !== 'GET' && method !== 'HEAD') headers['X-CSRFToken'] = await csrfToken()
  return headers
}

async function told(response: Response, { method, onLine }: Asked): Promise<unknown> {
  if (method === 'HEAD' || response.status === 204) return null
  if (onLine && response.ok && response.body) return inLines(response.body, onLine)
  // An error page of a proxy is not JSON, and its status says enough.
  return response.ok ? response.json() : response.json().catch(() => null)
}

/** What comes after the last line break is no line: it was cut off. */
async function inLines(
  body: ReadableStream<Uint8Array>,
  onLine: (line: unknown) => void,
): Promise<null> {
  const reader = body.getReader()
  const letters = new TextDecoder()
  let begun: string[] = []
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const [end = '', ...rest] = letters.decode(part.value, { stream: true }).split('\n')
    begun.push(end)
    for (const next of rest) {
      onLine(JSON.parse(begun.join('')))
      begun = [next]
    }
  }
  return null
}
