import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { moveImport, oneImport, problemsOf, type ImportRow } from '@/data/exchange'
import { asRefusal, type Refusal } from '@/data/refusal'
import { useProblems } from '@/features/command/exchange/useProblems'

const BUSY = new Set(['UPLOADED', 'CHECKING', 'APPLYING'])
const SOON = 1200
const LATER = 5000

export const isBusy = (row: ImportRow): boolean => BUSY.has(row.state)

const server = { oneImport, moveImport, problemsOf }

/** One import, watched while the server is at work on it: a page that is loaded anew goes on watching. */
export function useRun(id: Ref<string>, told: (row: ImportRow) => void, ask = server) {
  const row = shallowRef<ImportRow | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const acting = shallowRef(false)
  const found = useProblems(ask.problemsOf)
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(pause = 0): void {
    clearTimeout(timer)
    timer = setTimeout(() => void read(id.value), pause)
  }

  async function read(run: string): Promise<void> {
    const answer = await ask.oneImport(run).catch(asRefusal)
    if (run !== id.value) return
    refusal.value = answer instanceof Error ? answer : null
    if (!(answer instanceof Error)) return take(answer)
    if (answer.code !== 'not_found') look(LATER)
  }

  async function take(now: ImportRow): Promise<void> {
    const before = row.value
    row.value = now
    told(now)
    if (isBusy(now)) return look(SOON)
    if (!before || isBusy(before)) await found.read(now).catch(refuse)
  }

  function refuse(error: unknown): void {
    refusal.value = asRefusal(error)
    if (refusal.value.code === 'moved_on') look()
  }

  async function act(verb: string, body: object = {}): Promise<void> {
    if (acting.value) return
    const run = id.value
    acting.value = true
    try {
      const now = await ask.moveImport(run, verb, body)
      refusal.value = null
      if (run === id.value) await take(now)
    } catch (error) {
      refuse(error)
    } finally {
      acting.value = false
    }
  }

  function start(): void {
    row.value = null
    refusal.value = null
    found.forget()
    look()
  }

  watch(id, start, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
  const more = (): Promise<void> => found.append(id.value).catch(refuse)
  return { ...found, row, refusal, acting, act, more }
}
