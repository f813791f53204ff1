import { onMounted, type Ref } from 'vue'
import { eventAnywhere } from '@/features/events/anywhere'
import { useLive } from '@/features/shell/useLive'
import { useLoad } from '@/features/shell/useLoad'

/** One event, read again whenever a notice says that it moved. */
export function useEvent(id: Readonly<Ref<string>>) {
  const { answer: event, refusal, loading, load } = useLoad(() => eventAnywhere(id.value))
  onMounted(load)
  useLive(load, (notice) => notice.subject === id.value)
  return { event, refusal, loading, load }
}
