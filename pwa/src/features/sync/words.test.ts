import { expect, test } from 'vitest'
import { bytesWords } from '@/features/sync/words'

const KILO = 1024

test('bytes are told in the largest unit that leaves a whole number of them, gigabytes with a tenth', () => {
  const told = [
    0,
    500,
    900 * KILO,
    35 * KILO ** 2,
    1.44 * KILO ** 3,
    64 * KILO ** 3,
    2000 * KILO ** 3,
  ]

  expect(told.map(bytesWords)).toEqual(['0KB', '0KB', '900KB', '35MB', '1.4GB', '64GB', '2000GB'])
})
