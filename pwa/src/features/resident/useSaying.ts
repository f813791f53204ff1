import { shallowRef, watch, type ShallowRef } from 'vue'
import { commandId, dropDraft, loadDraft, saveDraft } from '@/data/drafts'
import type { Values } from '@/data/moves'
import { asRefusal } from '@/data/refusal'
import { sayPublicly, type Saying } from '@/data/residents'
import type { PublicEvent } from '@/data/types'

/** Something said about a matter: what is typed stays until the server has it. */
export function useSaying<T extends Values>(event: string, verb: Saying, blank: T) {
  const name = `r:${verb}:${event}`
  const said = shallowRef(loadDraft(name, blank)) as ShallowRef<T>
  const trouble = shallowRef('')
  const busy = shallowRef(false)
  watch(said, (now) => saveDraft(name, now), { flush: 'sync' })

  async function say(more: () => Promise<Values>): Promise<PublicEvent> {
    const values = { ...said.value, ...(await more()) }
    return sayPublicly(event, verb, values, commandId(name, values))
  }

  async function submit(more = (): Promise<Values> => Promise.resolve({})) {
    if (busy.value) return null
    busy.value = true
    trouble.value = ''
    try {
      const now = await say(more)
      said.value = blank
      dropDraft(name)
      return now
    } catch (error) {
      const { offline, message } = asRefusal(error)
      trouble.value = offline ? '网络不通，没有发出去。您填的还在，请稍后再点一次' : message
      return null
    } finally {
      busy.value = false
    }
  }

  return { said, trouble, busy, submit }
}
