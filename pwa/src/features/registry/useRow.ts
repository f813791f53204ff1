import { watch, type Ref } from 'vue'
import { registryDetail, type DetailOf, type RegistryKind } from '@/data/registry'
import { useLive } from '@/features/shell/useLive'
import { useLoad } from '@/features/shell/useLoad'

/**
 * One row with what hangs on it, kept fresh while it is looked at. Under an open form it stays as it
 * was read: its version then tells whether somebody else was quicker.
 */
export function useRow<K extends RegistryKind>(kind: K, id: Ref<string>, isForm = false) {
  const loaded = useLoad<DetailOf[K]>(() => registryDetail(kind, id.value))
  watch(
    id,
    () => {
      loaded.answer.value = null
      void loaded.load()
    },
    { immediate: true },
  )
  if (!isForm) useLive(loaded.load, (notice) => notice.subject === id.value)
  return loaded
}
