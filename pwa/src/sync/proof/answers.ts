import type { Answered } from '@/sync/line'

export const ok = (body: unknown): Answered => told(200, body)

export const told = (
  status: number,
  body: unknown = {},
  headers: Record<string, string> = {},
): Answered => ({ status, body, header: (name) => headers[name] ?? null })
