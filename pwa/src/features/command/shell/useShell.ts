import { onScopeDispose, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { forgetSession, refreshSession, signOut } from '@/data/session'
import { live } from '@/data/socket'
import { forgetNotices, keepNotices } from '@/features/command/shell/useNotices'

/** Keeps the live line while somebody is signed in, and leads out when the server ends the session. */
export function useShell() {
  const router = useRouter()
  /** A new reach is a new desk: the screens are made again. */
  const reach = shallowRef(0)

  async function leave(why?: string): Promise<void> {
    live.stop()
    forgetNotices()
    await router.push({ path: '/login', query: why ? { why } : {} })
  }

  async function gone(why: 'signed_out' | 'reach_changed'): Promise<void> {
    if (why === 'reach_changed') {
      const session = await refreshSession().catch(() => null)
      if (session?.account) {
        reach.value += 1
        return live.start()
      }
    }
    forgetSession()
    await leave('signed_out')
  }

  async function out(): Promise<void> {
    await signOut()
    await leave()
  }

  const deaf = [live.listen({ gone: (why) => void gone(why) }), keepNotices()]
  live.start()
  onScopeDispose(() => {
    deaf.forEach((stop) => stop())
    live.stop()
  })
  return { reach, out }
}
