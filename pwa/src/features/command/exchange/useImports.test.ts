import { expect, test, vi } from 'vitest'
import type { ImportRow } from '@/data/exchange'
import { Refusal } from '@/data/refusal'
import { unfit, useImports } from '@/features/command/exchange/useImports'
import { inScope } from '@/features/command/inScope'

const row = (id: string, state = 'DONE'): ImportRow => ({ id, state }) as unknown as ImportRow
const sheet = (name = '人口.xlsx'): File => new File(['x'], name)

function server() {
  return {
    listImports: vi.fn(() => Promise.resolve({ rows: [row('old')], next: null })),
    uploadSheet: vi.fn(() => Promise.resolve(row('new', 'UPLOADED'))),
  }
}

test.each([
  ['旧.xls', 9, '另存为'],
  ['照片.jpg', 9, '不是表格'],
  ['空.csv', 0, '空的'],
  ['大.xlsx', 65 * 1024 * 1024, '64 MB'],
])('%s is not sent', (name, size, words) => {
  expect(unfit({ name, size })).toContain(words)
})

test('a sheet that was sent is opened and heads the list', async () => {
  const open = vi.fn()
  const ask = server()
  const imports = inScope(() => useImports(open, ask))
  await vi.waitFor(() => expect(imports.rows.value).toHaveLength(1))

  await imports.upload('PEOPLE', sheet())

  expect(open).toHaveBeenCalledWith('new')
  expect(imports.rows.value.map(({ id }) => id)).toEqual(['new', 'old'])
  imports.patch(row('new', 'CHECKED'))
  expect(imports.rows.value[0]?.state).toBe('CHECKED')
})

test('what the server says of a broken file is shown', async () => {
  const ask = server()
  ask.uploadSheet.mockRejectedValue(new Refusal('invalid', '文件已损坏'))
  const imports = inScope(() => useImports(vi.fn(), ask))

  await imports.upload('PEOPLE', sheet())

  expect(imports.wrong.value).toBe('文件已损坏')
  expect(imports.sending.value).toBe('')
})
