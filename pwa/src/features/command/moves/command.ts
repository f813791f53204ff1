import { newId } from '@/data/ids'
import type { Refusal } from '@/data/refusal'

/** The same words sent again after a lost answer are the same command; after an answer they are a new one. */
export function useCommandId(make: () => string = newId) {
  let sent = { id: '', what: '' }

  function idFor(said: unknown): string {
    const what = JSON.stringify(said)
    if (sent.what !== what) sent = { id: make(), what }
    return sent.id
  }

  const answered = (): unknown => (sent = { id: '', what: '' })
  return { idFor, answered }
}

export const fieldWords = (why: Refusal): Record<string, string> =>
  Object.fromEntries(Object.entries(why.errors).map(([name, words]) => [name, words.join('；')]))
