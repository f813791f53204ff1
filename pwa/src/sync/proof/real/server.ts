import { AsyncLocalStorage } from 'node:async_hooks'
import { askByFetch, type Answered, type Asked } from '@/sync/line'

/** Of one phone's browser; a page of its own origin asks with them. */
interface Jar {
  session: string
}

const TOKEN = 'a'.repeat(32)
const here = new AsyncLocalStorage<Jar>()

const cookies = (): string => `sessionid=${here.getStore()?.session ?? ''}; csrftoken=${TOKEN}`

/** Makes of this process a page at `origin`, as many times over as there are phones: whoever asks brings their own cookies. */
export function beBrowserOf(origin: string): void {
  const plain = globalThis.fetch
  globalThis.fetch = (path, how) =>
    plain(new URL(path as string, origin), {
      ...how,
      headers: { ...(how?.headers as Record<string, string>), Cookie: cookies() },
    })
  Object.assign(globalThis, {
    document: {
      get cookie() {
        return cookies()
      },
    },
  })
}

/** The real server, asked as the app asks it. */
export class Server {
  constructor(readonly sessions: Record<number, string>) {}

  answer(account: number, asked: Asked): Promise<Answered> {
    return here.run({ session: this.sessions[account] ?? '' }, () => askByFetch(asked))
  }
}
