import { showConfirmDialog } from 'vant'
import 'vant/es/dialog/style'
import type { ShallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import type { RoomDetail } from '@/data/registry'
import { houseOf, useConfirm } from '@/features/registry/useConfirm'
import { movedWords } from '@/features/registry/useKept'
import { tell } from '@/features/shell/tell'

/** What is done to a house without a form. */
export function useHouse(room: Readonly<ShallowRef<RoomDetail | null>>, load: () => Promise<void>) {
  const { busy, confirm } = useConfirm()

  async function confirmHouse(): Promise<void> {
    const house = room.value
    if (!house || busy.value) return
    const who = house.people.length ? `房屋和${house.people.length}人` : '房屋'
    await attempt(async () => {
      if (await confirm(houseOf(house))) tell(`已核实：${who}`)
    })
  }

  async function attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
    } catch (error) {
      tell(movedWords(asRefusal(error)))
    }
    await load()
  }

  return { busy, confirmHouse }
}

export const asked = (title: string, message: string, yes: string): Promise<boolean> =>
  showConfirmDialog({ title, message, confirmButtonText: yes }).then(
    () => true,
    () => false,
  )
