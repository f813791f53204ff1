import type { OwnPhone } from '@/data/phones'
import type { Device } from '@/data/types'

/** One line of the list: where somebody is signed in, and a phone that holds the account's rows. */
export interface OwnDevice {
  key: string
  label: string
  seenAt: string
  current: boolean
  /** null when nobody is signed in on it now. */
  signIn: string | null
  /** null of a browser that holds nothing. */
  phone: string | null
  pending: number
  lost: boolean
}

/** Signed-in devices first; then phones nobody is signed in on, which may be lost all the same. */
export function ownDevices(devices: Device[], phones: OwnPhone[]): OwnDevice[] {
  const signedIn = new Set(devices.map(({ id }) => id))
  const others = phones.filter(
    ({ sign_in: signIn, label }) => label !== '' && !(signIn && signedIn.has(signIn)),
  )
  const held = new Map(phones.map((phone) => [phone.sign_in, phone]))
  return [
    ...devices.map((device) => ({
      key: device.id,
      label: device.label,
      seenAt: device.last_seen_at,
      current: device.current,
      signIn: device.id,
      ...onPhone(held.get(device.id)),
    })),
    ...others.map((phone) => ({
      key: phone.id,
      label: phone.label,
      seenAt: phone.pulled_at,
      current: false,
      signIn: null,
      ...onPhone(phone),
    })),
  ]
}

const onPhone = (phone?: OwnPhone): Pick<OwnDevice, 'phone' | 'pending' | 'lost'> => ({
  phone: phone?.id ?? null,
  pending: phone?.pending ?? 0,
  lost: Boolean(phone?.lost_at),
})
