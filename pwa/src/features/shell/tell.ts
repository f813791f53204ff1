import { showToast } from 'vant'
import 'vant/es/toast/style'
import { nextTick, shallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'

/** The last thing told, for the live region: a toast alone is silent to a screen reader. */
export const told = shallowRef('')

export function tell(message: string): void {
  told.value = message
  showToast({ message, duration: 2500, position: 'bottom', wordBreak: 'break-all' })
  void nextTick(hush)
}

/** Vant draws it as a dialog without a name; the live region has said it, and nobody has to enter it. */
function hush(): void {
  for (const toast of document.querySelectorAll('.van-toast')) {
    toast.setAttribute('aria-hidden', 'true')
    toast.removeAttribute('tabindex')
  }
}

export function tellRefusal(error: unknown): void {
  tell(asRefusal(error).message)
}
