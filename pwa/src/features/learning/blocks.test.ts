import { expect, test } from 'vitest'
import { blocksOf } from '@/features/learning/blocks'
import { found, type Shown } from '@/features/learning/useArticles'

const of = (title: string, body: string, topic: string): Shown =>
  ({ title, body, topic, topic_label: '' }) as Shown

test('paragraphs, headings and lists are told apart, and nothing is read as HTML', () => {
  expect(blocksOf('先看\n再报\n\n## 三步\n- 选类别\n- 拍照\n<b>提交</b>')).toEqual([
    { kind: 'text', lines: ['先看', '再报'] },
    { kind: 'head', lines: ['三步'] },
    { kind: 'list', lines: ['选类别', '拍照'] },
    { kind: 'text', lines: ['<b>提交</b>'] },
  ])
  expect(blocksOf('')).toEqual([])
})

test('every word asked must be in it, and the topic must be the chosen one', () => {
  const all = [of('看燃气', '软管 阀门', 'SAFETY'), of('反诈', '验证码', 'FRAUD')]

  expect(found(all, '燃气 软管', '').map(({ title }) => title)).toEqual(['看燃气'])
  expect(found(all, '', 'FRAUD').map(({ title }) => title)).toEqual(['反诈'])
  expect(found(all, '燃气', 'FRAUD')).toEqual([])
})
