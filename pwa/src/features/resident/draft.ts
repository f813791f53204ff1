import type { Refusal } from '@/data/refusal'
import type { Crs, PublicReport } from '@/data/types'

export interface Spot {
  lon: number
  lat: number
  crs: Crs
  accuracy?: number
  source: 'gps' | 'map' | 'photo'
}

export interface Draft {
  kind: string
  spot: Spot | null
  placeText: string
  text: string
  phone: string
  /** When it was last touched, in milliseconds. */
  at: number
}

export type Field = 'kind' | 'photos' | 'place' | 'placeText' | 'text' | 'phone'
export type Problems = Partial<Record<Field, string>>

export const BLANK: Draft = { kind: '', spot: null, placeText: '', text: '', phone: '', at: 0 }

export const ROUGH = 200
const SPOT_KEEPS = 30 * 60_000
const DRAFT_KEEPS = 48 * 3_600_000
const PHONE = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8})$/

/** Where somebody stood an hour ago is not where they stand now; what they chose on the map still is. */
export function freshened(draft: Draft, now: number): Draft {
  const age = now - draft.at
  if (age > DRAFT_KEEPS) return { ...BLANK }
  return draft.spot?.source === 'gps' && age > SPOT_KEEPS ? { ...draft, spot: null } : draft
}

export const hasContent = ({ spot, placeText, text, phone }: Draft): boolean =>
  spot !== null || [placeText, text, phone].some((said) => said.trim() !== '')

/** One sentence for each thing to mend, in the order of the form. */
export function problemsOf({ kind, spot, phone }: Draft): Problems {
  const found: Problems = {}
  if (kind === '') found.kind = '请选择问题类型'
  if (spot === null) found.place = '请点“用我的位置”，或在地图上选位置'
  if (phone.trim() !== '' && !PHONE.test(bare(phone)))
    found.phone = '电话号码不对，应为11位手机号或座机号；也可以不填'
  return found
}

const bare = (phone: string): string => phone.replace(/[\s—-]+/g, '')

export function reportOf(draft: Draft, spot: Spot, photos: string[]): PublicReport {
  const { kind, text, placeText, phone } = draft
  const { lon, lat, crs, accuracy } = spot
  const exact = accuracy === undefined ? {} : { accuracy }
  const said = { text: text.trim(), place_text: placeText.trim(), phone: bare(phone) }
  return { kind, lon, lat, crs, ...exact, ...said, photos }
}

const FIELD_OF: Record<string, Field> = {
  kind: 'kind',
  category: 'kind',
  photos: 'photos',
  lon: 'place',
  lat: 'place',
  crs: 'place',
  accuracy: 'place',
  place_text: 'placeText',
  text: 'text',
  phone: 'phone',
  reporter_phone: 'phone',
}

/** The server's own words, put beside the fields they are about. */
export function problemsFrom({ errors }: Refusal): Problems {
  const found = Object.entries(errors).flatMap(([name, texts]): [Field, string][] => {
    const field = FIELD_OF[name]
    return field && texts[0] ? [[field, texts[0]]] : []
  })
  return Object.fromEntries(found)
}
