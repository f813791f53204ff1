import { computed, shallowRef } from 'vue'
import { get, send } from '@/data/api'
import type { Device, Posting, Rows, Session } from '@/data/types'

const NOBODY: Session = { account: null, demo: false, follows: [] }

const current = shallowRef<Session>(NOBODY)
let asked: Promise<Session> | null = null

export const session = computed(() => current.value)
export const account = computed(() => current.value.account)

/** Who is signed in; asks the server once, then remembers. */
export function loadSession(): Promise<Session> {
  asked ??= refreshSession().catch((error: unknown) => {
    asked = null
    throw error
  })
  return asked
}

export async function refreshSession(): Promise<Session> {
  current.value = await get<Session>('/api/session/')
  return current.value
}

export async function signIn(phone: string, password: string): Promise<Session> {
  current.value = await send<Session>('/api/session/', { phone, password })
  return current.value
}

export async function signOut(): Promise<void> {
  await send<undefined>('/api/session/', undefined, { method: 'DELETE' })
  forgetSession()
}

/** The server says that nobody is signed in any more. */
export function forgetSession(): void {
  current.value = { ...NOBODY, demo: current.value.demo }
}

export async function devices(): Promise<Device[]> {
  return (await get<Rows<Device>>('/api/devices/')).rows
}

export async function revokeDevice(id: string): Promise<void> {
  await send<undefined>(`/api/devices/${id}/`, undefined, { method: 'DELETE' })
}

export function postingAt(kind: Posting['at_kind']): Posting | undefined {
  return current.value.account?.postings.find((posting) => posting.at_kind === kind)
}
