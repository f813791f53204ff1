import { ref, shallowRef } from 'vue'
import { addKey, endKey, listKeys, type KeyRow, type NewKey } from '@/data/keys'
import { asRefusal } from '@/data/refusal'
import { fieldWords, useCommandId } from '@/features/command/moves/command'
import { useFieldErrors } from '@/features/command/moves/fieldErrors'

const BLANK = { name: '', days: 90, password: '' }
const doors = { listKeys, addKey, endKey }

function lacking({ name, password }: typeof BLANK): Record<string, string> {
  return {
    ...(name.trim() ? {} : { name: '请填写名称，说明给哪个软件用' }),
    ...(password ? {} : { password: '请输入您的登录密码' }),
  }
}

/** One's own keys for programs that read the map; a secret is shown once and held nowhere. */
export function useAccessKeys(ask: typeof doors = doors) {
  const rows = shallowRef<KeyRow[] | null>(null)
  const fresh = shallowRef<NewKey | null>(null)
  const form = ref({ ...BLANK })
  const errors = useFieldErrors(form)
  const trouble = shallowRef('')
  const busy = shallowRef(false)
  const command = useCommandId()

  async function attempt(step: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    trouble.value = ''
    try {
      await step()
    } catch (error) {
      const why = asRefusal(error)
      if (!why.offline) command.answered()
      errors.value = fieldWords(why)
      trouble.value = errors.value.name || errors.value.password ? '' : why.message
    } finally {
      busy.value = false
    }
  }

  const read = async (): Promise<void> => {
    rows.value = await ask.listKeys()
  }
  const load = (): Promise<void> => attempt(read)

  async function add(): Promise<void> {
    errors.value = lacking(form.value)
    if (Object.keys(errors.value).length > 0) return
    await attempt(async () => {
      const told = { ...form.value, name: form.value.name.trim() }
      fresh.value = await ask.addKey(told, command.idFor(told))
      command.answered()
      form.value = { ...BLANK }
      await read()
    })
  }

  const end = ({ id }: KeyRow): Promise<void> =>
    attempt(async () => {
      await ask.endKey(id)
      if (fresh.value?.id === id) fresh.value = null
      await read()
    })

  function forget(): void {
    fresh.value = null
    form.value = { ...BLANK }
    errors.value = {}
  }

  return { rows, fresh, form, errors, trouble, busy, load, add, end, forget }
}
