import { shallowRef } from 'vue'
import { safe } from '@/data/safe'
import { sealShots } from '@/data/shots'
import { dropPhone } from '@/sync/access'
import type { Lock } from '@/sync/lock'
import type { LockView, Step } from '@/sync/lockStep'

/** Whether the app shows anything: it asks for a PIN to be set, or for the one that was set. */
type Shut = 'asking' | 'unset' | 'locked' | 'lost' | 'broken' | 'open'

export const shut = shallowRef<Shut>('open')
export const lockView = shallowRef<LockView | null>(null)
/** Told where nobody is signed in any more. */
export const wasLost = shallowRef(false)

let current: Lock | null = null
const others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('lock') : null
others?.addEventListener('message', () => void lockHere())

/** Somebody is signed in: nothing is shown before the PIN. */
export async function beginLock(account: number): Promise<void> {
  shut.value = 'asking'
  safe.lock()
  wasLost.value = false
  // Without the browser's cryptography, as on a plain address within an office, nothing can be sealed.
  if (!(globalThis.crypto?.subtle as SubtleCrypto | undefined)) return openUnsealed()
  await beginHere(account).catch(() => (shut.value = 'broken'))
}

async function beginHere(account: number): Promise<void> {
  const { Lock } = await import('@/sync/lock')
  current?.close()
  current = new Lock(account, { gone: () => void gone() })
  await current.expire()
  await lookAgain()
}

/** Only until there is a line to set one. */
export function openUnsealed(): void {
  safe.open(null)
  shut.value = 'open'
}

/** Nobody is signed in: whatever was opened is forgotten. */
export function endLock(): void {
  current?.close()
  current = null
  safe.lock()
  lockView.value = null
  shut.value = 'open'
}

async function lookAgain(): Promise<void> {
  const view = (await current?.look()) ?? null
  lockView.value = view
  shut.value = !view?.isSet ? 'unset' : view.isLost ? 'lost' : 'locked'
}

/** Here and in the other tabs. */
export async function lockNow(): Promise<void> {
  await lockHere()
  tellOthers()
}

function tellOthers(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
  others?.postMessage('locked')
}

async function lockHere(): Promise<void> {
  // Another tab may have set the first PIN meanwhile.
  if (shut.value !== 'open' || !current || !(await current.look()).isSet) return
  shut.value = 'asking'
  safe.lock()
  await dropPhone()
  await lookAgain()
}

async function gone(): Promise<void> {
  safe.lock()
  shut.value = 'lost'
  await dropPhone()
  await lookAgain()
}

/** One try of whatever kind; opens the app when it is right. */
export async function attempt(run: (lock: Lock) => Promise<Step>): Promise<Step> {
  if (!current) throw new Error('nobody is signed in')
  const wasSet = lockView.value?.isSet
  const step = await run(current)
  lockView.value = await current.look()
  // Heard meanwhile that the phone was lost, it is shut again already.
  if (step.kind === 'open' && !safe.isLocked) {
    shut.value = 'open'
    void sealShots().catch(() => undefined)
    if (!wasSet) tellOthers()
  }
  if (step.kind === 'lost') shut.value = 'lost'
  return step
}

/** A pull went well, so there is a line: three more days without one. */
export const refreshLock = async (): Promise<void> => current?.refresh()

export const giveUp = async (): Promise<void> => current?.giveUp()

/** The session has ended, now or while the app was closed; perhaps because somebody reported the phone lost. */
export async function askIfLost(): Promise<void> {
  const accounts = (await stores()).flatMap((name) => /^outbox-(\d+)$/.exec(name)?.[1] ?? [])
  // On a phone nobody has used the way to the sign-in is not made longer by the lock and what stores rows.
  if (accounts.length === 0) return
  const { Lock } = await import('@/sync/lock')
  for (const account of accounts) {
    const lock = new Lock(Number(account))
    const isLost = await lock.askIfLost().finally(() => lock.close())
    wasLost.value ||= isLost
  }
}

/** Older Firefox does not tell; Dexie keeps a list for it. */
async function stores(): Promise<string[]> {
  if (!(indexedDB as Partial<IDBFactory>).databases)
    return (await import('dexie')).Dexie.getDatabaseNames()
  return (await indexedDB.databases()).map(({ name }) => name ?? '')
}
