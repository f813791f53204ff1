import { shallowRef, watch } from 'vue'
import { sampleOf, type ImportRow, type SampleColumn } from '@/data/exchange'

/** What stands in the first rows, by columns; asked for anew when the columns have come to mean something else. */
export function useSample(row: () => ImportRow, wanted: () => boolean, ask = sampleOf) {
  const columns = shallowRef<SampleColumn[]>([])

  async function read(run: string): Promise<void> {
    const bare = (): SampleColumn[] => row().titles.map((title) => ({ title, values: [] }))
    const told = await ask(run).catch(bare)
    if (run === row().id) columns.value = told
  }

  const signature = (): string => JSON.stringify([row().id, row().mapping, wanted()])
  watch(signature, () => void (wanted() && read(row().id)), { immediate: true })
  return columns
}
