/** Why the server, or the line to it, said no; `message` is for people and says what to do. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly errors: Record<string, string[]> = {},
    readonly more: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'Refusal'
  }

  get offline(): boolean {
    return this.code === 'offline'
  }
}

const WORDS: Record<number, [code: string, message: string]> = {
  400: ['invalid', '填写的内容有误，请检查后再提交'],
  401: ['signed_out', '登录已失效，请重新登录'],
  403: ['not_yours', '您没有权限做这一步'],
  404: ['not_found', '没有找到，可能已被移走，请返回刷新'],
  409: ['moved_on', '情况已经变化，请看最新状态后再操作'],
  413: ['too_large', '文件太大，请换一张小一些的照片'],
  423: ['locked', '尝试次数过多，请稍后再试'],
  429: ['too_many', '操作太频繁，请稍等一分钟再试'],
}

const BROKEN: [string, string] = ['broken', '系统暂时出错，请稍后再试；反复出现请联系管理员']

export const offline = (): Refusal => new Refusal('offline', '网络不通，请检查网络后再试')

interface Body {
  code?: string
  message?: string
  field?: string
  errors?: Record<string, string[]>
}

/** Reads our own body {code, message, field, errors}, and makes do with any other. */
export function refusalFrom(status: number, body: unknown): Refusal {
  const { code, message, field, errors, ...more } = (body ?? {}) as Body
  const [plainCode, plainMessage] = WORDS[status] ?? BROKEN
  const text = message || plainMessage
  const fields = { ...errors }
  if (field) fields[field] ??= [text]
  return new Refusal(code?.toLowerCase() ?? plainCode, text, fields, more)
}

export function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal(...BROKEN)
}
