import { get, send } from '@/data/api'
import type { Page, Posting, RowId } from '@/data/types'

type Post = Pick<Posting, 'role' | 'role_label' | 'at_kind' | 'at_id' | 'at_name'>

/** Somebody whose password one may give anew. */
export interface AccountRow {
  id: RowId
  name: string
  /** Masked. */
  phone: string
  must_change: boolean
  /** Its password is public and stays. */
  demo: boolean
  postings: Post[]
}

/** `password` is told this once. */
export interface NewPassword {
  id: RowId
  name: string
  password: string
}

export const findAccounts = (q: string, cursor: string | null, signal?: AbortSignal) =>
  get<Page<AccountRow>>('/api/accounts/', { q, cursor }, signal)

export const resetPassword = (account: RowId, id: string) =>
  send<NewPassword>('/api/accounts/reset_password/', { account }, { id })
