import { shallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import { devices, revokeDevice } from '@/data/session'
import type { Device } from '@/data/types'

export function useDevices() {
  const rows = shallowRef<Device[]>([])
  const trouble = shallowRef('')

  async function load(): Promise<void> {
    try {
      rows.value = await devices()
      trouble.value = ''
    } catch (error) {
      trouble.value = asRefusal(error).message
    }
  }

  async function revoke(device: Device): Promise<void> {
    try {
      await revokeDevice(device.id)
      await load()
    } catch (error) {
      trouble.value = asRefusal(error).message
    }
  }

  return { rows, trouble, load, revoke }
}
