import { onMounted, type Ref } from 'vue'
import { eventAnywhere, eventHere, goneOn } from '@/features/events/anywhere'
import { useLive } from '@/features/shell/useLive'
import { useLoad } from '@/features/shell/useLoad'

/** One event, read again whenever a notice says that it moved. */
export function useEvent(id: Readonly<Ref<string>>) {
  const { answer: event, refusal, loading, load } = useLoad(() => eventAnywhere(id.value))
  onMounted(load)
  useLive(load, (notice) => notice.subject === id.value)
  /** Kept and not sent: what may be done next is known at once, not only when nobody has answered. */
  async function kept(): Promise<void> {
    const known = event.value
    event.value = (await eventHere(id.value).catch(() => null)) ?? (known && (await goneOn(known)))
    await load()
    // Without a line: what is shown is what there is.
    if (event.value && refusal.value?.offline) refusal.value = null
  }
  return { event, refusal, loading, load, kept }
}
