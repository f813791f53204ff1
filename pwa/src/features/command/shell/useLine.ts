import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { live } from '@/data/socket'

const PATIENCE = 4000

/** The live line in words; a short break is not worth a word. */
export function useLine() {
  const isBroken = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(
    live.line,
    (line) => {
      clearTimeout(timer)
      if (line === 'open') isBroken.value = false
      else timer = setTimeout(() => (isBroken.value = true), PATIENCE)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  const tone = computed(() =>
    live.line.value === 'open' ? 'open' : isBroken.value ? 'broken' : 'connecting',
  )
  const words = computed(
    () => ({ open: '实时', connecting: '连接中', broken: '连接中断，重连中' })[tone.value],
  )
  return { tone, words }
}
