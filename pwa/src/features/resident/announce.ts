import { nextTick, shallowRef } from 'vue'

/** What the live region reads aloud. */
export const announced = shallowRef('')

export async function announce(message: string): Promise<void> {
  // The same words twice would be silent the second time.
  announced.value = ''
  await nextTick()
  announced.value = message
}
