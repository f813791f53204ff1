import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { moveImport, oneImport, problemsOf, type ImportRow, type Problem } from '@/data/exchange'
import { asRefusal, type Refusal } from '@/data/refusal'

const BUSY = new Set(['UPLOADED', 'CHECKING', 'APPLYING'])
const SOON = 1200
const LATER = 5000

export const isBusy = (row: ImportRow): boolean => BUSY.has(row.state)

const server = { oneImport, moveImport, problemsOf }

/** One import, asked about while the server is at work on it: a page that is loaded anew goes on watching. */
export function useRun(id: Ref<string | null>, told: (row: ImportRow) => void, ask = server) {
  const row = shallowRef<ImportRow | null>(null)
  const problems = shallowRef<Problem[]>([])
  const next = shallowRef<string | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const acting = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = new AbortController()

  function again(pause: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), pause)
  }

  async function look(): Promise<void> {
    const [mine, run] = [asking, id.value]
    if (!run) return
    try {
      const found = await ask.oneImport(run, mine.signal)
      if (mine !== asking) return
      refusal.value = null
      await take(found)
    } catch (error) {
      if (mine !== asking) return
      refusal.value = asRefusal(error)
      if (refusal.value.code !== 'not_found') again(LATER)
    }
  }

  async function take(found: ImportRow): Promise<void> {
    const before = row.value
    row.value = found
    told(found)
    if (isBusy(found)) return again(SOON)
    if (!before || isBusy(before) || before.problems !== found.problems) await readProblems()
  }

  async function readProblems(): Promise<void> {
    const [mine, run] = [asking, id.value]
    if (!run) return
    const page = row.value?.problems
      ? await ask.problemsOf(run, null, mine.signal)
      : { rows: [], next: null }
    if (mine !== asking) return
    problems.value = page.rows
    next.value = page.next
  }

  async function more(): Promise<void> {
    const [mine, run] = [asking, id.value]
    if (!run || !next.value) return
    const page = await ask.problemsOf(run, next.value, mine.signal)
    if (mine !== asking) return
    problems.value = [...problems.value, ...page.rows]
    next.value = page.next
  }

  async function act(verb: string, body: object = {}): Promise<void> {
    const run = id.value
    if (!run || acting.value) return
    acting.value = true
    try {
      const found = await ask.moveImport(run, verb, body)
      refusal.value = null
      if (run === id.value) await take(found)
    } catch (error) {
      refusal.value = asRefusal(error)
      if (refusal.value.code === 'moved_on') again(0)
    } finally {
      acting.value = false
    }
  }

  function start(): void {
    asking.abort()
    asking = new AbortController()
    clearTimeout(timer)
    row.value = null
    refusal.value = null
    problems.value = []
    next.value = null
    void look()
  }

  watch(id, start, { immediate: true })
  onScopeDispose(() => {
    asking.abort()
    clearTimeout(timer)
  })
  return { row, problems, next, refusal, acting, act, more }
}
