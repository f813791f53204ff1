import { expect, test, vi } from 'vitest'
import { offline, Refusal } from '@/data/refusal'
import type { AnyDetail, tell } from '@/data/registryDesk'
import { inScope } from '@/features/command/inScope'
import type { Deed } from '@/features/command/registry/deeds/deed'
import { useDeed } from '@/features/command/registry/deeds/useDeed'

const row = (part: object) =>
  ({ id: 'p1', version: 4, work_place: '一中', ...part }) as unknown as AnyDetail
const correct: Deed = {
  label: '更正',
  title: '更正',
  to: { kind: 'people', id: 'p1', verb: 'correct' },
  fields: [{ name: 'work_place', label: '工作单位', kind: 'text' }],
  begun: { work_place: '一中' },
  corrects: true,
}

function form(answers: (Refusal | null)[], after: AnyDetail = row({})) {
  const sent: { body: object; id: string }[] = []
  let now = row({})
  const send = ((_: object, body: object, id: string) => {
    sent.push({ body, id })
    const answer = answers.shift()
    return answer ? Promise.reject(answer) : Promise.resolve({ id: 'p1', version: 5 })
  }) as typeof tell
  const told = {
    row: () => now,
    refresh: () => Promise.resolve((now = after)),
    done: vi.fn(),
  }
  return { sent, told, ...inScope(() => useDeed(told, send)) }
}

test('what was typed is sent and the form is gone', async () => {
  const { sent, told, deed, values, open, submit } = form([])
  open(correct)
  values.value = { work_place: '二中' }
  await submit()
  expect(sent.map(({ body }) => body)).toEqual([{ work_place: '二中', version: 4 }])
  expect(told.done).toHaveBeenCalledWith(correct)
  expect(deed.value).toBeNull()
})

test('nothing changed is nothing sent', async () => {
  const { sent, words, open, submit } = form([])
  open(correct)
  await submit()
  expect(sent).toEqual([])
  expect(words.value).toContain('没有改动')
})

test('when somebody was quicker it is said what changed, and the next try knows the new version', async () => {
  const after = row({ version: 9, work_place: '三中' })
  const { sent, words, values, open, submit } = form([new Refusal('moved_on', '已改')], after)
  open(correct)
  values.value = { work_place: '二中' }
  await submit()
  expect(words.value).toContain('工作单位现为“三中”')
  expect(values.value).toEqual({ work_place: '二中' })
  await submit()
  expect(sent.at(-1)?.body).toEqual({ work_place: '二中', version: 9 })
})

test('the server’s words stand at the field they are about', async () => {
  const why = new Refusal('invalid', '太长', { work_place: ['工作单位太长'] })
  const { errors, words, values, open, submit } = form([why])
  open(correct)
  values.value = { work_place: '二中' }
  await submit()
  expect(errors.value).toEqual({ work_place: '工作单位太长' })
  expect(words.value).toBe('')
})

test('a lost answer is asked for under the same id', async () => {
  const { sent, values, open, submit } = form([offline()])
  open(correct)
  values.value = { work_place: '二中' }
  await submit()
  await submit()
  expect(sent[1]?.id).toBe(sent[0]?.id)
})
