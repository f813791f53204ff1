import { get, send } from '@/data/api'
import type { Values } from '@/data/moves'
import type { PublicEvent, PublicKind, PublicReport, Receipt, Rows } from '@/data/types'

/** The doors for those without an account. */
const door = '/api/public/'

export const PUBLIC_PHOTOS = `${door}photos/`

export const publicKinds = async () => (await get<Rows<PublicKind>>(`${door}kinds/`)).rows

export const reportPublicly = (report: PublicReport, id: string) =>
  send<Receipt>(`${door}events/`, report, { id })

/** From now on this browser may see the matter. */
export const followEvent = (number: string, code: string) =>
  send<PublicEvent>(`${door}follow/`, { number, code })

export const publicEvent = (id: string) => get<PublicEvent>(`${door}events/${id}/`)

export type Saying = 'rate' | 'reopen' | 'comment'

export const sayPublicly = (event: string, verb: Saying, values: Values, id: string) =>
  send<PublicEvent>(`${door}events/${event}/${verb}/`, values, { id })
