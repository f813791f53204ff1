import { showConfirmDialog } from 'vant'
import 'vant/es/dialog/style'
import type { ShallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import type { RoomDetail } from '@/data/registry'
import { actOnce } from '@/features/registry/actOnce'
import { houseOf, useConfirm } from '@/features/registry/useConfirm'
import { refusalWords } from '@/features/registry/useKept'
import { tell } from '@/features/shell/tell'

/** What is done to a house without a form. */
export function useHouse(room: Readonly<ShallowRef<RoomDetail | null>>, load: () => Promise<void>) {
  const { busy, confirm } = useConfirm()

  async function confirmHouse(): Promise<void> {
    const house = room.value
    if (!house || busy.value) return
    const who = house.people.length ? `和住在这里的${house.people.length}人` : ''
    const isSure = await asked('全部核实无误？', `房屋${who}的资料都核对过，没有变化。`, '核实无误')
    if (!isSure) return
    await attempt(async () => {
      if (await confirm(houseOf(house))) tell('已全部核实')
    })
  }

  async function endTenure(tenure: string, words: string): Promise<void> {
    if (!room.value || !(await asked('结束这项登记？', words, '结束'))) return
    const { id, version } = room.value
    await attempt(() => actOnce('rooms', id, 'end_tenure', { tenure, version }))
  }

  async function attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
    } catch (error) {
      tell(refusalWords(asRefusal(error)))
    }
    await load()
  }

  return { busy, confirmHouse, endTenure }
}

export const asked = (title: string, message: string, yes: string): Promise<boolean> =>
  showConfirmDialog({ title, message, confirmButtonText: yes }).then(
    () => true,
    () => false,
  )
