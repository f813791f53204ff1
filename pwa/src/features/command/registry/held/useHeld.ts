import { ref, shallowRef } from 'vue'
import { listHeld, settleHeld, type HeldRow, type Side } from '@/data/held'
import { asRefusal } from '@/data/refusal'
import { useCommandId } from '@/features/command/moves/command'

const doors = { listHeld, settleHeld }

/** The station's queue: read anew after each word, for others of the station read it too. */
export function useHeld(ask: typeof doors = doors) {
  const rows = shallowRef<HeldRow[] | null>(null)
  const trouble = shallowRef('')
  const busy = ref('')
  const command = useCommandId()

  async function refresh(): Promise<void> {
    try {
      rows.value = await ask.listHeld()
      trouble.value = ''
    } catch (error) {
      trouble.value = asRefusal(error).message
    }
  }

  /** Whether the word was taken; why not is told beside the list. */
  async function settle({ id }: HeldRow, take: Side): Promise<boolean> {
    if (busy.value) return false
    busy.value = id
    try {
      await ask.settleHeld(id, take, command.idFor([id, take]))
      command.answered()
      await refresh()
      return true
    } catch (error) {
      const why = asRefusal(error)
      if (!why.offline) command.answered()
      if (why.code === 'moved_on' || why.code === 'not_found') await refresh()
      trouble.value = why.message
      return false
    } finally {
      busy.value = ''
    }
  }

  return { rows, trouble, busy, refresh, settle }
}
