import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Backoff } from '@/data/backoff'

test('pauses are spread over the whole window, which doubles up to half a minute', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (dice) => {
        let n = 0
        const backoff = new Backoff(() => dice[n] ?? 0)

        for (n = 0; n < dice.length; n += 1) {
          const pause = backoff.next()
          expect(pause).toBeCloseTo((dice[n] ?? 0) * Math.min(30_000, 1000 * 2 ** n))
        }
      },
    ),
  )
})

test('a busy server is left alone for five seconds more', () => {
  const backoff = new Backoff(() => 0)

  expect(backoff.next(1013)).toBe(5000)
  expect(backoff.next(4408)).toBe(5000)
  expect(backoff.next(1006)).toBe(0)
})

test('after a good line the pauses begin small again', () => {
  const backoff = new Backoff(() => 1)
  for (let n = 0; n < 10; n += 1) backoff.next()

  backoff.reset()

  expect(backoff.next()).toBe(1000)
})
