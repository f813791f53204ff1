import { computed, shallowRef } from 'vue'
import { divisionsBelow, gridsOf, type DivisionRow } from '@/data/grids'
import { asRefusal, type Refusal } from '@/data/refusal'
import type { Level, Posting, RowId } from '@/data/types'

export interface Option {
  id: RowId
  name: string
}

interface Step {
  word: string
  options: Option[]
  chosen: RowId | null
}

const ORDER: Level[] = ['CITY', 'DISTRICT', 'STREET', 'COMMUNITY', 'GRID']
const WORDS: Record<Level, string> = {
  CITY: '市',
  DISTRICT: '区县',
  STREET: '街道、镇',
  COMMUNITY: '社区、村',
  GRID: '网格',
}

const depth = ({ level }: Posting): number => ORDER.indexOf(level ?? 'GRID')

/** The widest division somebody is posted at. */
export function rootOf(postings: readonly Posting[]): Posting | undefined {
  const at = postings.filter(({ at_kind, level }) => at_kind === 'division' && level)
  return [...at].sort((a, b) => depth(a) - depth(b))[0]
}

const below = (level: Level): Level => ORDER[ORDER.indexOf(level) + 1] ?? 'GRID'

const server = { divisionsBelow, gridsOf }

/** From one's own division down to a grid, one list at a time. */
export function usePlaces(root: Posting, ask = server) {
  const steps = shallowRef<Step[]>([])
  const refusal = shallowRef<Refusal | null>(null)
  const top = root.level ?? 'CITY'

  async function open(division: RowId, level: Level, kept: Step[]): Promise<void> {
    const next = below(level)
    try {
      const options = await optionsOf(division, next)
      steps.value = [...kept, { word: WORDS[next], options, chosen: null }]
      refusal.value = null
    } catch (error) {
      refusal.value = asRefusal(error)
    }
  }

  async function optionsOf(division: RowId, level: Level): Promise<Option[]> {
    if (level === 'GRID') return (await ask.gridsOf(division)).rows
    return (await ask.divisionsBelow(division)).map(({ id, name }: DivisionRow) => ({ id, name }))
  }

  async function choose(at: number, id: RowId | null): Promise<void> {
    const here = steps.value[at]
    if (!here) return
    const kept = [...steps.value.slice(0, at), { ...here, chosen: id }]
    steps.value = kept
    const level = ORDER[ORDER.indexOf(top) + 1 + at] ?? 'GRID'
    if (id !== null && level !== 'GRID') await open(id, level, kept)
  }

  const grid = computed(() => steps.value.find(({ word }) => word === WORDS.GRID)?.chosen ?? null)
  const division = computed(() => {
    const chosen = steps.value.filter(({ word, chosen: id }) => word !== WORDS.GRID && id !== null)
    return chosen.at(-1)?.chosen ?? root.at_id
  })

  void open(root.at_id, top, [])
  return { steps, refusal, grid, division, choose }
}
