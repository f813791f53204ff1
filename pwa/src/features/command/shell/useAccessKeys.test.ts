import { expect, test, vi } from 'vitest'
import type { addKey, KeyRow, NewKey } from '@/data/keys'
import { offline, Refusal } from '@/data/refusal'
import { inScope } from '@/features/command/inScope'
import { useAccessKeys } from '@/features/command/shell/useAccessKeys'

const fresh: NewKey = { id: 'k1', name: 'QGIS', user: 'key-a', secret: 's3', expires_at: '' }

function keys() {
  const ask = {
    listKeys: vi.fn(() => Promise.resolve([{ id: 'k1' } as KeyRow])),
    addKey: vi.fn<typeof addKey>(() => Promise.resolve(fresh)),
    endKey: vi.fn(() => Promise.resolve(undefined)),
  }
  return { ask, ...inScope(() => useAccessKeys(ask)) }
}

test('a key needs a name and the password again', async () => {
  const { ask, errors, add } = keys()
  await add()
  expect(Object.keys(errors.value)).toEqual(['name', 'password'])
  expect(ask.addKey).not.toHaveBeenCalled()
})

test('the secret is there once, and gone with the dialog or the key', async () => {
  const { fresh: shown, form, add, end, forget } = keys()
  form.value = { name: ' QGIS ', days: 30, password: 'demo' }
  await add()
  expect([shown.value?.secret, form.value.password]).toEqual(['s3', ''])
  forget()
  expect(shown.value).toBeNull()

  form.value = { name: 'QGIS', days: 30, password: 'demo' }
  await add()
  await end({ id: 'k1' } as KeyRow)
  expect(shown.value).toBeNull()
})

test('a wrong password stands at its field, a locked door above all', async () => {
  const { ask, form, errors, trouble, add } = keys()
  form.value = { name: 'QGIS', days: 30, password: 'x' }
  ask.addKey.mockRejectedValueOnce(new Refusal('invalid', '密码不对', { password: ['密码不对'] }))
  await add()
  expect([errors.value.password, trouble.value]).toEqual(['密码不对', ''])
  ask.addKey.mockRejectedValueOnce(new Refusal('locked', '已锁定15分钟'))
  await add()
  expect([errors.value, trouble.value]).toEqual([{}, '已锁定15分钟'])
})

test('a lost answer is asked for under the same id', async () => {
  const { ask, form, add } = keys()
  form.value = { name: 'QGIS', days: 30, password: 'x' }
  ask.addKey.mockRejectedValueOnce(offline())
  await add()
  await add()
  const [first, second] = ask.addKey.mock.calls
  expect(second?.[1]).toBe(first?.[1])
})
