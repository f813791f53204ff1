import { closeDialog, showConfirmDialog } from 'vant'
import 'vant/es/dialog/style'
import type { ShallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import type { RoomDetail } from '@/data/registry'
import { wordsFor } from '@/features/registry/later'
import { houseOf, useConfirm } from '@/features/registry/useConfirm'
import { tell } from '@/features/shell/tell'
import { lieOver } from '@/ui/back'

/** What is done to a house without a form. */
export function useHouse(room: Readonly<ShallowRef<RoomDetail | null>>, load: () => Promise<void>) {
  const { busy, confirm } = useConfirm()

  async function confirmHouse(): Promise<void> {
    const house = room.value
    if (!house || busy.value) return
    const who = house.people.length ? `房屋和${house.people.length}人` : '房屋'
    try {
      const how = await confirm(houseOf(house))
      if (how) tell(wordsFor(how, `已核实：${who}`))
    } catch (error) {
      tell(asRefusal(error).message)
    }
    await load()
  }

  return { busy, confirmHouse }
}

export async function asked(title: string, message: string, yes: string): Promise<boolean> {
  const end = lieOver(closeDialog)
  try {
    await showConfirmDialog({ title, message, confirmButtonText: yes, closeOnPopstate: false })
    return true
  } catch {
    return false
  } finally {
    end()
  }
}
