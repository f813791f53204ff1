import { shallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import { tell, type Kind } from '@/data/registryDesk'
import { fieldWords, useCommandId } from '@/features/command/moves/command'
import { useShown } from '@/features/command/registry/record/useShown'

interface Asked {
  kind: Kind
  id: string
  field: string
}

interface Revealed {
  value: string
}

const lacking = (purpose: string, reason: string): Record<string, string> => ({
  ...(purpose === '' ? { purpose: '请选择用途' } : {}),
  ...(reason === '' ? { reason: '请填写理由，将记入查阅记录' } : {}),
})

/** A full value: asked for with a purpose, shown for half a minute, kept nowhere. */
export function useReveal(send: typeof tell = tell) {
  const asked = shallowRef<Asked | null>(null)
  const words = shallowRef('')
  const errors = shallowRef<Record<string, string>>({})
  const busy = shallowRef(false)
  const command = useCommandId()
  const { value, left, show, hide } = useShown(() => (asked.value = null))

  function open(what: Asked): void {
    hide()
    words.value = ''
    errors.value = {}
    asked.value = what
  }

  function close(): void {
    hide()
    asked.value = null
  }

  async function submit(purpose: string, typed: string): Promise<void> {
    const what = asked.value
    if (!what || busy.value) return
    const reason = typed.trim()
    words.value = ''
    errors.value = lacking(purpose, reason)
    if (Object.keys(errors.value).length > 0) return
    await carry(what, { field: what.field, purpose, reason })
  }

  async function carry(what: Asked, body: object): Promise<void> {
    busy.value = true
    const to = { kind: what.kind, id: what.id, verb: 'reveal' }
    try {
      const answer = await send<Revealed>(to, body, command.idFor([to, body]))
      command.answered()
      // Whoever closed the form meanwhile does not want it on the screen any more.
      if (asked.value === what) show(answer.value || '没有登记')
    } catch (error) {
      refused(error)
    } finally {
      busy.value = false
    }
  }

  /** Each look is a look of its own; only a lost answer is asked for again. */
  function refused(error: unknown): void {
    const why = asRefusal(error)
    if (!why.offline) command.answered()
    words.value = why.message
    errors.value = fieldWords(why)
  }

  return { asked, value, left, words, errors, busy, open, close, submit }
}
