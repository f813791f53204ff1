import { watch } from 'vue'
import type { phone } from '@/sync/access'
import type { Doing, NewMedia } from '@/sync/outbox'
import { trouble } from '@/sync/standing'
import type { Outcome } from '@/sync/wire'

type Phone = Awaited<ReturnType<typeof phone>>

/** Where the last round got nowhere this one may do better, but not for long. */
export const CHANCE = 700

/** Kept in any case; then with a line the server's word, and without one nobody is kept waiting. */
export async function soon(one: Phone, doing: Doing, media?: NewMedia[]): Promise<Outcome | null> {
  await one.save(doing, media)
  return Promise.race([one.submit(doing, media), lineLost()])
}

const lineLost = (): Promise<null> =>
  new Promise((done) => {
    if (trouble.value !== '') return void setTimeout(() => done(null), CHANCE)
    const stop = watch(trouble, (why) => {
      if (why === '') return
      stop()
      done(null)
    })
  })
