import { onScopeDispose, shallowRef } from 'vue'
import { findAccounts, resetPassword, type AccountRow, type NewPassword } from '@/data/accounts'
import { asRefusal } from '@/data/refusal'
import { useCommandId } from '@/features/command/moves/command'

const doors = { findAccounts, resetPassword }

/** Accounts found by name or phone, and a new one-time password for one of them. */
export function useAccounts(ask: typeof doors = doors) {
  const q = shallowRef('')
  const rows = shallowRef<AccountRow[]>([])
  const next = shallowRef<string | null>(null)
  const busy = shallowRef(false)
  const trouble = shallowRef('')
  const fresh = shallowRef<NewPassword | null>(null)
  const command = useCommandId()
  let asking = new AbortController()

  async function read(cursor: string | null): Promise<void> {
    asking.abort()
    const mine = (asking = new AbortController())
    busy.value = true
    try {
      const page = await ask.findAccounts(q.value, cursor, mine.signal)
      if (mine !== asking) return
      rows.value = cursor === null ? page.rows : [...rows.value, ...page.rows]
      next.value = page.next
      trouble.value = ''
    } catch (error) {
      if (mine === asking) trouble.value = asRefusal(error).message
    } finally {
      if (mine === asking) busy.value = false
    }
  }

  const again = (): Promise<void> => read(null)
  const more = (): Promise<void> => (next.value === null ? Promise.resolve() : read(next.value))

  function search(words: string): Promise<void> {
    q.value = words
    return again()
  }

  async function reset(row: AccountRow): Promise<void> {
    try {
      fresh.value = await ask.resetPassword(row.id, command.idFor(row.id))
      command.answered()
      await again()
    } catch (error) {
      const why = asRefusal(error)
      if (!why.offline) command.answered()
      trouble.value = why.message
    }
  }

  const forget = (): unknown => (fresh.value = null)

  onScopeDispose(() => asking.abort())
  return { q, rows, next, busy, trouble, fresh, again, more, search, reset, forget }
}
