import { computed, shallowReactive, shallowRef, type Ref } from 'vue'
import { divisionsBelow, gridsOf, type DivisionRow } from '@/data/grids'
import { asRefusal } from '@/data/refusal'
import type { Level, Posting, RowId } from '@/data/types'

/** From the posting down to the chosen division, and perhaps a grid of it. */
export interface Area {
  path: RowId[]
  grid: RowId | null
}

interface Option {
  value: RowId
  label: string
}

interface Step {
  word: string
  options: Option[]
  chosen: RowId | null
  /** Where one is when something of it is chosen. */
  choose: (id: RowId | null) => Area
}

const ORDER: Level[] = ['CITY', 'DISTRICT', 'STREET', 'COMMUNITY', 'GRID']
const WORDS: Record<Level, string> = {
  CITY: '市',
  DISTRICT: '区县',
  STREET: '街道、镇',
  COMMUNITY: '社区、村',
  GRID: '网格',
}

export const NOWHERE: Area = { path: [], grid: null }

const depth = ({ level }: Posting): number => ORDER.indexOf(level ?? 'GRID')

/** The divisions somebody is posted at, the widest first, each once. */
export function rootsOf(postings: readonly Posting[]): Posting[] {
  const at = postings.filter(({ at_kind, level }) => at_kind === 'division' && level)
  const each = new Map(at.map((post) => [post.at_id, post]))
  return [...each.values()].sort((a, b) => depth(a) - depth(b))
}

/** The widest division somebody is posted at. */
export const rootOf = (postings: readonly Posting[]): Posting | undefined => rootsOf(postings)[0]

const below = (level: Level): Level => ORDER[ORDER.indexOf(level) + 1] ?? 'GRID'

const server = { divisionsBelow, gridsOf }

/** What lies in each division, asked once each. */
function useBelow(ask: typeof server) {
  const held = shallowReactive(new Map<RowId, Option[]>())
  const asked = new Set<RowId>()
  const trouble = shallowRef('')

  async function load(division: RowId, level: Level): Promise<void> {
    try {
      held.set(division, await optionsOf(division, level))
      trouble.value = ''
    } catch (error) {
      asked.delete(division)
      trouble.value = asRefusal(error).message
    }
  }

  async function optionsOf(division: RowId, level: Level): Promise<Option[]> {
    const rows: Pick<DivisionRow, 'id' | 'name'>[] =
      level === 'GRID' ? (await ask.gridsOf(division)).rows : await ask.divisionsBelow(division)
    return rows.map(({ id, name }) => ({ value: id, label: name }))
  }

  function options(division: RowId, level: Level): Option[] {
    if (!asked.has(division)) {
      asked.add(division)
      void load(division, level)
    }
    return held.get(division) ?? []
  }

  return { options, trouble }
}

/** From one's own division down to a grid, one list at a time; where one is lies with whoever asks. */
export function usePlaces(roots: () => Posting[], area: Ref<Area>, ask = server) {
  const { options, trouble } = useBelow(ask)

  const root = computed(() => {
    const [first, ...others] = roots()
    return others.length ? roots().find(({ at_id }) => at_id === area.value.path[0]) : first
  })

  const rootStep = (): Step => ({
    word: '管辖范围',
    options: roots().map(({ at_id, at_name }) => ({ value: at_id, label: at_name })),
    chosen: root.value?.at_id ?? null,
    choose: (id) => ({ path: id === null ? [] : [id], grid: null }),
  })

  function stepsBelow({ at_id, level }: Posting): Step[] {
    const steps: Step[] = []
    let path = [at_id]
    let next = below(level ?? 'GRID')
    for (;;) {
      const at = path
      const chosen = next === 'GRID' ? area.value.grid : (area.value.path[at.length] ?? null)
      const isGrid = next === 'GRID'
      steps.push({
        word: WORDS[next],
        options: options(at.at(-1) ?? at_id, next),
        chosen,
        choose: (id) => (isGrid ? { path: at, grid: id } : pathOf(at, id)),
      })
      if (isGrid || chosen === null) return steps
      path = [...at, chosen]
      next = below(next)
    }
  }

  /** Nothing chosen below one's own only division is no filter at all. */
  function pathOf(at: RowId[], id: RowId | null): Area {
    if (id !== null) return { path: [...at, id], grid: null }
    return { path: at.length > 1 || roots().length > 1 ? at : [], grid: null }
  }

  const steps = computed(() => [
    ...(roots().length > 1 ? [rootStep()] : []),
    ...(root.value ? stepsBelow(root.value) : []),
  ])
  return { steps, trouble }
}
