import { ref, shallowRef } from 'vue'
import { asRefusal } from '@/data/refusal'
import { changePassword } from '@/data/session'

type Field = 'old' | 'fresh' | 'again'

export const PASSWORD_HINT = '至少10个字符，同时有字母和数字，不含手机号'
const SHORTEST = 10
const EMPTY: Record<Field, string> = { old: '', fresh: '', again: '' }

/** The form that changes one's own password; `done` hears what to tell. The server judges how good it is. */
export function usePassword(done: (said: string) => void) {
  const form = ref({ ...EMPTY })
  const errors = ref<Partial<Record<Field, string>>>({})
  const refusal = shallowRef('')
  const busy = shallowRef(false)

  function mistakes(): Partial<Record<Field, string>> {
    const { old, fresh, again } = form.value
    if (old === '') return { old: '请输入当前密码' }
    if (fresh === '') return { fresh: '请输入新密码' }
    if ([...fresh].length < SHORTEST) return { fresh: `密码至少要${SHORTEST}个字符。` }
    return again === fresh ? {} : { again: '两次输入的新密码不一致' }
  }

  function blame(error: unknown): void {
    const { errors: said, message } = asRefusal(error)
    errors.value = { old: said['old']?.join(''), fresh: said['new']?.join('') }
    refusal.value = errors.value.old || errors.value.fresh ? '' : message
  }

  async function submit(): Promise<void> {
    if (busy.value) return
    refusal.value = ''
    errors.value = mistakes()
    if (Object.keys(errors.value).length) return
    busy.value = true
    try {
      const ended = await changePassword(form.value.old, form.value.fresh)
      form.value = { ...EMPTY }
      done(ended ? `密码已修改，其他${ended}台设备已退出登录` : '密码已修改，没有其他设备登录着')
    } catch (error) {
      blame(error)
    } finally {
      busy.value = false
    }
  }

  return { form, errors, refusal, busy, submit }
}
