import { shallowRef, type ShallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import type { PersonDetail } from '@/data/registry'
import { actOnce } from '@/features/registry/actOnce'
import { asked } from '@/features/registry/useHouse'
import { movedWords } from '@/features/registry/useKept'
import { tell } from '@/features/shell/tell'

/** What is done to a person without a form. */
export function usePerson(
  person: Readonly<ShallowRef<PersonDetail | null>>,
  load: () => Promise<void>,
) {
  const busy = shallowRef(false)

  async function act(verb: string, body: object, said: string): Promise<void> {
    if (!person.value || busy.value) return
    busy.value = true
    const { id, version } = person.value
    try {
      await actOnce('people', id, verb, { ...body, version })
      tell(said)
    } catch (error) {
      tell(movedWords(asRefusal(error)))
    } finally {
      busy.value = false
    }
    await load()
  }

  return {
    busy,
    confirmPerson: async (): Promise<void> => {
      await act('correct', { whole: true, source: 'DOOR' }, '已核实')
    },
    comeBack: async (): Promise<void> => {
      if (await asked('恢复登记？', '此人仍住在原来的房屋。', '恢复'))
        await act('come_back', {}, '已恢复登记')
    },
  }
}
