import { shallowRef } from 'vue'
import { get, send } from '@/data/api'
import type { components } from '@/data/schema'
import { asRefusal } from '@/data/refusal'
import { useCommandId } from '@/features/command/moves/command'

type Schema = components['schemas']

export type Article = Schema['ArticleRow']
export interface Draft {
  id: string | null
  version: number
  division: number
  kind: Article['kind']
  topic: Article['topic']
  title: string
  body: string
  source: string
}

export const TOPICS: { value: Article['topic']; label: string }[] = [
  { value: 'REPORTING', label: '上报流转' },
  { value: 'VISITING', label: '走访' },
  { value: 'SAFETY', label: '安全' },
  { value: 'DUTY', label: '值守' },
  { value: 'PRIVACY', label: '个人信息' },
  { value: 'FRAUD', label: '反诈' },
  { value: 'SERVICE', label: '民生政策' },
]

const BLANK: Draft = {
  id: null,
  version: 0,
  division: 0,
  kind: 'ARTICLE',
  topic: 'REPORTING',
  title: '',
  body: '',
  source: '',
}

/** What workers read, and the one that is being written. */
export function useLearning() {
  const rows = shallowRef<Article[]>([])
  const writesFor = shallowRef<number[]>([])
  const draft = shallowRef<Draft | null>(null)
  const trouble = shallowRef('')
  const busy = shallowRef(false)
  const command = useCommandId()

  async function attempt(step: () => Promise<void>): Promise<boolean> {
    busy.value = true
    trouble.value = ''
    try {
      await step()
      return true
    } catch (error) {
      trouble.value = asRefusal(error).message
      return false
    } finally {
      busy.value = false
    }
  }

  const read = (): Promise<boolean> =>
    attempt(async () => {
      const told = await get<Schema['ArticleRows']>('/api/articles/')
      rows.value = told.rows
      writesFor.value = told.writes_for
    })

  const begin = (): void => {
    draft.value = { ...BLANK, division: writesFor.value[0] ?? 0 }
  }

  const edit = ({ division, ...article }: Article): unknown =>
    (draft.value = { ...article, division: division.id })

  async function save(): Promise<boolean> {
    if (!draft.value) return false
    const { id, version, division, kind, topic, title, body, source } = draft.value
    const words = { kind, topic, title: title.trim(), body: body.trim(), source: source.trim() }
    const [path, told] = id
      ? [`/api/articles/${id}/correct/`, { ...words, version }]
      : ['/api/articles/', { ...words, division }]
    const isDone = await attempt(async () => {
      await send(path, told, { id: command.idFor([path, told]) })
      command.answered()
    })
    if (isDone) draft.value = null
    return isDone && (await read())
  }

  const withdraw = async ({ id, version }: Article): Promise<boolean> =>
    (await attempt(async () => {
      await send(`/api/articles/${id}/withdraw/`, { version })
    })) && (await read())

  const mayEdit = ({ division }: Article): boolean => writesFor.value.includes(division.id)

  return { rows, writesFor, draft, trouble, busy, read, begin, edit, save, withdraw, mayEdit }
}
