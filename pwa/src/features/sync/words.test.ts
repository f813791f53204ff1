import { expect, test } from 'vitest'
import { bytesWords, lostWords } from '@/features/sync/words'

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

test('what was thrown away is told by what it was', () => {
  expect(lostWords({ commands: 2, media: 0 })).toMatch(/^原有2条未发送的内容已丢失，请重新填报/)
  expect(lostWords({ commands: 1, media: 3 })).toMatch(/^原有1条未发送的内容和3张照片或语音已丢失/)
  expect(lostWords({ commands: 0, media: 1 })).toMatch(
    /^已上报内容的1张照片或语音没来得及上传，已丢失，请补拍/,
  )
})
