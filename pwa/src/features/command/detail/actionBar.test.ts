import { expect, test } from 'vitest'
import type { Move } from '@/data/types'
import { divide } from '@/features/command/detail/actionBar'

const move = (verb: string, part: Partial<Move> = {}): Move => ({
  verb,
  label: verb,
  needs: [],
  primary: false,
  danger: false,
  ...part,
})
const verbs = (moves: Move[]) => moves.map(({ verb }) => verb)

test('primary moves lead, plain ones fill up, grave ones close the menu', () => {
  const { bar, menu } = divide([
    move('void', { danger: true }),
    move('nudge'),
    move('accept', { primary: true }),
    move('escalate'),
    move('comment'),
  ])

  expect(verbs(bar)).toEqual(['accept', 'nudge', 'escalate'])
  expect(verbs(menu)).toEqual(['comment', 'void'])
})

test('a grave move never lies open beside the others', () => {
  const { bar, menu } = divide([move('void', { danger: true })])

  expect([verbs(bar), verbs(menu)]).toEqual([[], ['void']])
})
