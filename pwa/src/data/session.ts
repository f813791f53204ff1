import { computed, shallowRef } from 'vue'
import { get, send, whenSignedOut } from '@/data/api'
import { dropDraft, loadDraft, saveDraft } from '@/data/drafts'
import type { Device, PasswordChanged, Posting, Rows, Session } from '@/data/types'

const NOBODY: Session = { account: null, album: false, demo: false, follows: [] }

const current = shallowRef<Session>(NOBODY)
let asked: Promise<Session> | null = null

const KEPT = 'session'

export const session = computed(() => current.value)
export const account = computed(() => current.value.account)

/**
 * Opens at once with whoever was signed in on this phone last time, line or no line, and asks the
 * server meanwhile; what is shown without its word is only what this phone already held.
 */
export function recallSession(): void {
  const kept = loadDraft<Partial<Session>>(KEPT, {})
  if (kept.account) current.value = { ...NOBODY, ...kept }
}

/** Who is signed in; asks the server once, then remembers. */
export function loadSession(): Promise<Session> {
  asked ??= refreshSession().catch((error: unknown) => {
    asked = null
    throw error
  })
  return asked
}

export async function refreshSession(): Promise<Session> {
  return keep(await get<Session>('/api/session/'))
}

export async function signIn(phone: string, password: string): Promise<Session> {
  return keep(await send<Session>('/api/session/', { phone, password }))
}

/** How many other devices were signed out by it; this one stays. */
export async function changePassword(old: string, fresh: string): Promise<number> {
  const told = { old, new: fresh }
  const { devices_ended } = await send<PasswordChanged>('/api/session/password/', told)
  const { account: changed, ...rest } = current.value
  keep({ ...rest, account: changed && { ...changed, must_change: false } })
  return devices_ended
}

export async function signOut(): Promise<void> {
  await send<undefined>('/api/session/', undefined, { method: 'DELETE' })
  forgetSession()
}

function keep(now: Session): Session {
  current.value = now
  if (now.account) saveDraft(KEPT, now)
  else dropDraft(KEPT)
  return now
}

/** The server says that nobody is signed in any more. */
export function forgetSession(): void {
  keep({ ...NOBODY, demo: current.value.demo })
}

whenSignedOut(forgetSession)

export async function devices(): Promise<Device[]> {
  return (await get<Rows<Device>>('/api/devices/')).rows
}

export async function revokeDevice(id: string): Promise<void> {
  await send<undefined>(`/api/devices/${id}/`, undefined, { method: 'DELETE' })
}

export function postingAt(kind: Posting['at_kind']): Posting | undefined {
  return current.value.account?.postings.find((posting) => posting.at_kind === kind)
}
