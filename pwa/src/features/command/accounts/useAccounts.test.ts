import { expect, test } from 'vitest'
import type { AccountRow } from '@/data/accounts'
import { Refusal } from '@/data/refusal'
import type { Page } from '@/data/types'
import { useAccounts } from '@/features/command/accounts/useAccounts'
import { inScope } from '@/features/command/inScope'

const row = (id: number) => ({ id, name: `第${id}人` }) as AccountRow
const none = () => Promise.reject(new Refusal('not_yours', '您没有权限'))

const resetPassword = (id: number) =>
  id === 1 ? Promise.resolve({ id, name: '第1人', password: 'once' }) : none()

test('pages follow one another, another search begins anew', async () => {
  const asked: [string, string | null][] = []
  const findAccounts = (q: string, cursor: string | null) => {
    asked.push([q, cursor])
    return Promise.resolve({ rows: [row(asked.length)], next: cursor ? null : 'c1' })
  }
  const { rows, again, more, search } = inScope(() =>
    useAccounts({ findAccounts, resetPassword: none }),
  )
  await again()
  await more()
  await more()
  expect(rows.value.map(({ id }) => id)).toEqual([1, 2])
  await search('王')
  expect(rows.value.map(({ id }) => id)).toEqual([3])
  expect(asked).toEqual([
    ['', null],
    ['', 'c1'],
    ['王', null],
  ])
})

test('the answer to an older search is dropped', async () => {
  const answers: ((page: Page<AccountRow>) => void)[] = []
  const findAccounts = () => new Promise<Page<AccountRow>>((done) => answers.push(done))
  const { rows, search } = inScope(() => useAccounts({ findAccounts, resetPassword: none }))
  const both = [search('王'), search('王五')]
  answers[1]?.({ rows: [row(2)], next: null })
  answers[0]?.({ rows: [row(1)], next: null })
  await Promise.all(both)
  expect(rows.value.map(({ id }) => id)).toEqual([2])
})

test('the new password is there until it is put away; a no is told', async () => {
  const findAccounts = () => Promise.resolve({ rows: [row(1)], next: null })
  const { fresh, trouble, reset, forget } = inScope(() =>
    useAccounts({ findAccounts, resetPassword }),
  )
  await reset(row(1))
  expect(fresh.value?.password).toBe('once')
  forget()
  expect(fresh.value).toBeNull()
  await reset(row(2))
  expect([fresh.value, trouble.value]).toEqual([null, '您没有权限'])
})
