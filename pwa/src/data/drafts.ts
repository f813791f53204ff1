import { newId } from '@/data/ids'
import { isSealed, openText, sealText } from '@/data/safe'

/** What somebody has typed and not yet sent, kept on this device under a name. */
export function loadDraft<T extends object>(name: string, blank: T): T {
  const kept = readJson(name)
  return kept === null ? { ...blank } : { ...blank, ...kept }
}

export function saveDraft(name: string, content: object): void {
  try {
    const text = JSON.stringify(content)
    localStorage.setItem(name, isOwn(name) ? sealText(text, name) : text)
  } catch {
    // A full, forbidden or locked store must not stop anybody from typing.
  }
}

export function dropDraft(name: string): void {
  localStorage.removeItem(name)
  localStorage.removeItem(sentName(name))
}

/** The command's id for this content: the same while it is unchanged, so that trying again is safe. */
export function commandId(name: string, content: object, make: () => string = newId): string {
  const print = JSON.stringify(content)
  const sent = readJson(sentName(name)) as { id?: string; print?: string } | null
  if (sent?.id && sent.print === print) return sent.id
  const id = make()
  saveDraft(sentName(name), { id, print })
  return id
}

/** A worker's: sealed while there is a PIN. Who was signed in last has to be read before anybody unlocks. */
const isOwn = (name: string): boolean => name.startsWith('w:')

/** What an account typed before it had a PIN; what another one typed is not its to seal. */
export function sealDrafts(account: number): void {
  const mine = [`w:${account}:`, 'w:move:']
  const names = Object.keys(localStorage)
  for (const name of names.filter((one) => mine.some((begin) => one.startsWith(begin)))) {
    const text = localStorage.getItem(name) ?? ''
    if (!isSealed(text)) localStorage.setItem(name, sealText(text, name))
  }
}

const sentName = (name: string): string => `${name}:sent`

function readJson(name: string): object | null {
  try {
    const value: unknown = JSON.parse(openText(localStorage.getItem(name) ?? 'null', name))
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

/** Forgets `name` and whatever is kept below it (`name:…`). */
export function dropDraftsBelow(name: string): void {
  for (const kept of Object.keys(localStorage))
    if (kept === name || kept.startsWith(`${name}:`)) localStorage.removeItem(kept)
}
