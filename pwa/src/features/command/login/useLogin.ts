import { ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { asRefusal } from '@/data/refusal'
import { signIn } from '@/data/session'

export function useLogin() {
  const route = useRoute()
  const router = useRouter()
  const form = ref({ phone: '', password: '' })
  const refusal = shallowRef(
    route.query.why === 'signed_out' ? '登录已失效或已在别处退出，请重新登录' : '',
  )
  const busy = shallowRef(false)

  function missing(): string {
    if (form.value.phone.trim() === '') return '请输入手机号'
    return form.value.password === '' ? '请输入密码' : ''
  }

  async function submit(): Promise<void> {
    refusal.value = missing()
    if (refusal.value !== '' || busy.value) return
    busy.value = true
    try {
      await signIn(form.value.phone.trim(), form.value.password)
      const { to } = route.query
      await router.replace(typeof to === 'string' && /^\/(?!\/)/.test(to) ? to : '/')
    } catch (error) {
      refusal.value = asRefusal(error).message
    } finally {
      busy.value = false
    }
  }

  return { form, refusal, busy, submit }
}
