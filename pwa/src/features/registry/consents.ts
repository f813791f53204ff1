import type { Care } from '@/data/registry'
import { dayOf } from '@/features/registry/words'

type Text = Care['texts'][number]

export interface Standing {
  text: Text
  /** Agreed to, whichever version. */
  isGiven: boolean
  /** The version in force has still to be told. */
  isDue: boolean
  words: string
}

/** How somebody stands to each text: told and agreed, to an earlier version only, withdrawn, or never asked. */
export function standings({ texts, consents }: Care): Standing[] {
  return texts.map((text) => {
    const told = consents.filter(({ key }) => key === text.key)
    const given = told.find(({ withdrawn_at: end }) => end === null)
    const last = given ?? told[0]
    const isDue = given?.version !== text.version
    return { text, isGiven: !!given, isDue, words: wordsOf(given, last, isDue) }
  })
}

type Consent = Care['consents'][number]

function wordsOf(given: Consent | undefined, last: Consent | undefined, isDue: boolean): string {
  if (given) return `${dayOf(given.given_at)}同意${isDue ? '旧版，请重新告知' : ''}`
  if (last?.withdrawn_at) return `${dayOf(last.withdrawn_at)}撤回了同意`
  return '还没有告知'
}
