import type { Light } from '@/data/types'

interface Timed {
  light: Light
  due_at: string | null
  warn_at: string | null
}

/** The light as of now: the server's own turns only when its clock next looks. */
export function lightOf({ light, due_at: due, warn_at: warn }: Timed, now: number): Light {
  if (due === null || light === 'RED') return light
  if (new Date(due).getTime() <= now) return 'RED'
  return warn !== null && new Date(warn).getTime() <= now ? 'YELLOW' : light
}
