import { onScopeDispose, shallowRef } from 'vue'
import {
  askExport,
  decideExport,
  fetchExport,
  listExports,
  type Asking,
  type ExportRow,
} from '@/data/exchange'
import { newId } from '@/data/ids'
import { asRefusal } from '@/data/refusal'
import { useAttempt } from '@/features/command/useAttempt'
import { saveFile } from '@/features/command/exchange/saveFile'

const SOON = 2000
const server = { askExport, decideExport, fetchExport, listExports }

/** What was asked for, and what waits for one's yes; looks again while something is being made. */
export function useExports(ask = server, save = saveFile) {
  const rows = shallowRef<ExportRow[]>([])
  const next = shallowRef<string | null>(null)
  const { acting, refusal, attempt: act } = useAttempt()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function read(cursor: string | null): Promise<void> {
    try {
      const page = await ask.listExports(cursor)
      rows.value = cursor ? [...rows.value, ...page.rows] : page.rows
      next.value = page.next
    } catch (error) {
      refusal.value = asRefusal(error)
    }
    watchMaking()
  }

  function watchMaking(): void {
    clearTimeout(timer)
    const isMaking = rows.value.some(({ state }) => state === 'MAKING')
    if (isMaking && !isOver) timer = setTimeout(() => void read(null), SOON)
  }

  function put(row: ExportRow): void {
    const held = rows.value.some(({ id }) => id === row.id)
    rows.value = held
      ? rows.value.map((old) => (old.id === row.id ? row : old))
      : [row, ...rows.value]
    watchMaking()
  }

  const request = (asking: Asking): Promise<boolean> =>
    act('ask', async () => put(await ask.askExport(asking, newId())))

  const decide = (id: string, verb: 'approve' | 'refuse', reason = ''): Promise<boolean> =>
    act(id, async () => put(await ask.decideExport(id, verb, reason ? { reason } : {})))

  const fetchFile = (row: ExportRow): Promise<boolean> =>
    act(row.id, async () => {
      const name = `${row.kind_label}${row.at.slice(0, 10).replaceAll('-', '')}.xlsx`
      save(await ask.fetchExport(row.id), name)
    })

  void read(null)
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
  return { rows, next, refusal, acting, request, decide, fetchFile, more: () => read(next.value) }
}
