import { shallowRef, type ShallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import type { PersonDetail } from '@/data/registry'
import { actOnce } from '@/features/registry/actOnce'
import { homeOf } from '@/features/registry/here'
import { wordsFor, type Act } from '@/features/registry/later'
import { asked } from '@/features/registry/useHouse'
import { tell } from '@/features/shell/tell'

/** What is done to a person without a form. */
export function usePerson(
  person: Readonly<ShallowRef<PersonDetail | null>>,
  load: () => Promise<void>,
) {
  const busy = shallowRef(false)

  async function act(
    verb: string,
    title: string,
    more: Pick<Act, 'data' | 'shown'>,
  ): Promise<void> {
    if (!person.value || busy.value) return
    busy.value = true
    const { id, name } = person.value
    try {
      const done = { kind: `person.${verb}`, title: `${title}：${name}`, row: id, ...more }
      tell(wordsFor((await actOnce(done)).how, `已${title}`))
    } catch (error) {
      tell(asRefusal(error).message)
    } finally {
      busy.value = false
    }
    await load()
  }

  async function confirmPerson(): Promise<void> {
    if (!person.value) return
    const shown = { home: homeOf(person.value) }
    await act('correct', '核实', { data: { whole: true, source: 'DOOR' }, shown })
  }

  async function comeBack(): Promise<void> {
    if (await asked('恢复登记？', '此人仍住在原来的房屋。', '恢复'))
      await act('come_back', '恢复登记', { data: {} })
  }

  return { busy, confirmPerson, comeBack }
}
