import { computed, onScopeDispose, shallowRef } from 'vue'

const DAY = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long' })
const WEEKDAY = new Intl.DateTimeFormat('zh-CN', { weekday: 'long' })
const TIME = new Intl.DateTimeFormat('zh-CN', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

export function useClock() {
  const now = shallowRef(new Date())
  const timer = setInterval(() => (now.value = new Date()), 1000)
  onScopeDispose(() => clearInterval(timer))
  return {
    day: computed(() => `${DAY.format(now.value)} ${WEEKDAY.format(now.value)}`),
    time: computed(() => TIME.format(now.value)),
    iso: computed(() => now.value.toISOString()),
  }
}
