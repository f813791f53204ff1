import { newId } from '@/data/ids'

/** What somebody has typed and not yet sent, kept on this device under a name. */
export function loadDraft<T extends object>(name: string, blank: T): T {
  const kept = readJson(name)
  return kept === null ? { ...blank } : { ...blank, ...kept }
}

export function saveDraft(name: string, content: object): void {
  try {
    localStorage.setItem(name, JSON.stringify(content))
  } catch {
    // A full or forbidden store must not stop anybody from typing.
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

const sentName = (name: string): string => `${name}:sent`

function readJson(name: string): object | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? 'null')
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
