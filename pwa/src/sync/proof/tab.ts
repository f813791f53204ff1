import { FarEnd } from '@/sync/proof/farEnd'
import { Phone, type Tab } from '@/sync/proof/phone'

/** A far end and a phone in one grid of it, for tests of single claims. */
export function alone(): { end: FarEnd; phone: Phone; tab: Tab } {
  const end = new FarEnd()
  end.assigned.set(1, new Set(['grid:1']))
  const phone = new Phone(1, end)
  return { end, phone, tab: phone.tab(0) }
}
