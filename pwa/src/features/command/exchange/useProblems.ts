import { shallowRef } from 'vue'
import { problemsOf, type ImportRow, type Problem } from '@/data/exchange'

type Ask = typeof problemsOf

/** What is wrong with a sheet, page by page; whoever comes late with the answer to an older question is not heard. */
export function useProblems(ask: Ask = problemsOf) {
  const problems = shallowRef<Problem[]>([])
  const next = shallowRef<string | null>(null)
  let asking = new AbortController()

  function forget(): void {
    asking.abort()
    asking = new AbortController()
    problems.value = []
    next.value = null
  }

  async function read(row: ImportRow): Promise<void> {
    forget()
    if (row.problems) await append(row.id)
  }

  async function append(run: string): Promise<void> {
    const mine = asking
    const page = await ask(run, next.value, mine.signal)
    if (mine !== asking) return
    problems.value = [...problems.value, ...page.rows]
    next.value = page.next
  }

  return { problems, next, forget, read, append }
}
