import { computed } from 'vue'
import { codesOf } from '@/features/registry/here'
import { useLoad } from '@/features/shell/useLoad'

/** What the codes of one list mean; empty until it is known. */
export function useCodeLabels(key: string) {
  const { answer, load } = useLoad(() => codesOf(key))
  void load()
  const labels = computed(() => new Map(answer.value?.map(({ value, label }) => [value, label])))
  return (code: string): string => labels.value.get(code) ?? ''
}
