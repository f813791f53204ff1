import { ref, watchEffect } from 'vue'

const KEY = 'r:elder'

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) === '1'
  } catch {
    return false
  }
}

/** 长辈版: larger, plainer, stronger in contrast; remembered on this phone. */
export const isElder = ref(remembered())

watchEffect(() => document.documentElement.classList.toggle('elder', isElder.value), {
  flush: 'sync',
})

export function switchElder(): void {
  isElder.value = !isElder.value
  try {
    localStorage.setItem(KEY, isElder.value ? '1' : '0')
  } catch {
    // Where nothing may be kept, the choice holds until the page is closed.
  }
}
