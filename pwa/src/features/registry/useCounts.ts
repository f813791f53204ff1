import { watch } from 'vue'
import { registryCounts, type RegistryKind } from '@/data/registry'
import { postingAt } from '@/data/session'
import { STALE_DAYS } from '@/features/registry/words'
import { useLoad } from '@/features/shell/useLoad'

/** How many there are of each sort in my grids; unknown to who looks from above, and without a line. */
export function useCounts(kind: () => RegistryKind, isAsked: () => boolean) {
  const { answer: counts, load } = useLoad(async () => ({
    kind: kind(),
    counts: await registryCounts(kind(), STALE_DAYS),
  }))

  const count = async (): Promise<void> => {
    if (postingAt('grid') && isAsked()) await load()
  }
  watch([kind, isAsked], count, { immediate: true })
  return {
    count,
    of: (one: RegistryKind) => (counts.value?.kind === one ? counts.value.counts : null),
  }
}
