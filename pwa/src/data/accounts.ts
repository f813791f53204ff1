import { get, send } from '@/data/api'
import type { components } from '@/data/schema'
import type { Page, RowId } from '@/data/types'

type Schema = components['schemas']

/** Somebody whose password one may give anew; those of the demo are public and stay. */
export type AccountRow = Schema['ListedAccount']
/** Told this once. */
export type NewPassword = Schema['OneTimePassword']

export const findAccounts = (q: string, cursor: string | null, signal?: AbortSignal) =>
  get<Page<AccountRow>>('/api/accounts/', { q, cursor }, signal)

export const resetPassword = (account: RowId, id: string) =>
  send<NewPassword>('/api/accounts/reset_password/', { account }, { id })
