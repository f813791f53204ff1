import { showToast } from 'vant'
import 'vant/es/toast/style'
import { shallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'

/** The last thing told, for the live region: a toast alone is silent to a screen reader. */
export const told = shallowRef('')

export function tell(message: string): void {
  told.value = message
  showToast({ message, duration: 2500, position: 'top', wordBreak: 'break-all' })
}

export function tellRefusal(error: unknown): void {
  tell(asRefusal(error).message)
}
